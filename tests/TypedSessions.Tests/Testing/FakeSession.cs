using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Testing;

/// <summary>A session of another library: a dictionary, as in an application's own tests.</summary>
internal sealed class FakeSession : ISession
{
    public Dictionary<string, byte[]> Values { get; } = [];

    public bool IsAvailable => true;

    public string Id => "fake";

    public IEnumerable<string> Keys => Values.Keys;

    public void Clear() => Values.Clear();

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public void Remove(string key) => Values.Remove(key);

    public void Set(string key, byte[] value) => Values[key] = value;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value) => Values.TryGetValue(key, out value);
}
