using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>A stored record as a session that can only be read.</summary>
internal sealed class RecordSession(SessionRecordEntry stored, JsonSerializerOptions? options, string? prefix = null)
    : ISession, IValueStore
{
    public bool IsAvailable => true;

    public string Id => stored.Key.ToString();

    public IEnumerable<string> Keys
        => stored.Record.Values.Select(static entry => entry.Key).Where(static key => !ReservedKeys.IsReserved(key));

    public ISession Session => this;

    public int ChangeVersion => 0;

    public JsonSerializerOptions? JsonSerializerOptions => options;

    public PrefixedKeys? FindKeys(object model) => string.IsNullOrEmpty(prefix) ? null : new PrefixedKeys(prefix, []);

    public Task LoadAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task CommitAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value) => stored.Record.Values.TryGet(key, out value);

    public bool TryGetValue(string key, [NotNullWhen(true)] out byte[]? value)
    {
        value = TryGet(key, out var bytes) ? bytes.ToArray() : null;
        return value is not null;
    }

    public bool IsModified(ValueKey key) => false;

    public void Track(ITrackedView view)
    {
    }

    public void Set(string key, byte[] value) => throw CreateReadOnlyException();

    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null) => throw CreateReadOnlyException();

    public void Remove(string key) => throw CreateReadOnlyException();

    public void Remove(ValueKey key, SessionValueMerge? merge = null) => throw CreateReadOnlyException();

    public void Clear() => throw CreateReadOnlyException();

    private InvalidOperationException CreateReadOnlyException() => new(
        $"Session {stored.Key} was listed and can only be read. Open it with {nameof(ISessionManager)}.{nameof(ISessionManager.OpenAsync)} "
        + $"and save it with {nameof(SessionScope)}.{nameof(SessionScope.SaveAsync)} to change it.");
}
