using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models;

/// <summary>A session that never heard of this library. Like ASP.NET Core's own it gives out the array that it holds.</summary>
internal sealed class DictionarySession : ISession
{
    private readonly Dictionary<string, byte[]> _values = [];

    public int Writes { get; private set; }

    public bool IsAvailable => true;

    public string Id => "foreign";

    public IEnumerable<string> Keys => _values.Keys;

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => _values.TryGetValue(key, out value);

    public void Set(string key, byte[] value)
    {
        Writes++;
        _values[key] = [.. value];
    }

    public void Remove(string key)
    {
        Writes++;
        _values.Remove(key);
    }

    public void Clear() => _values.Clear();
}
