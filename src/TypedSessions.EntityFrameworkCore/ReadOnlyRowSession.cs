using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace TypedSessions.EntityFrameworkCore;

/// <summary>A read-only session with the values of a row, so that models and dictionary extensions can read it.</summary>
internal sealed class ReadOnlyRowSession(SessionRow row) : ISession
{
    public bool IsAvailable => true;

    public string Id => row.Key.ToString();

    public IEnumerable<string> Keys => row.Values.Select(value => value.Key);

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = row.Values.TryGet(key, out var stored) ? stored.ToArray() : null;
        return value is not null;
    }

    public void Set(string key, byte[] value) => throw CreateReadOnlyException();

    public void Remove(string key) => throw CreateReadOnlyException();

    public void Clear() => throw CreateReadOnlyException();

    private InvalidOperationException CreateReadOnlyException()
        => new($"Session {row.Key} was read by Entity Framework and is read-only. "
            + $"Open it with {nameof(ISessionManager)}.{nameof(ISessionManager.OpenAsync)}(row.Key) and save it.");
}
