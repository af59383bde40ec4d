using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>A call of an engine.</summary>
internal sealed record RecordedCall(string Name, SessionKey Key = default)
{
    public SessionKey NewKey { get; init; }

    public SessionRecord? Loaded { get; init; }

    public SessionChanges? Changes { get; init; }
}

/// <summary>
/// Records the calls of an engine, with hooks that can delay them or make them fail. Tests that replace results override
/// <see cref="InvokeAsync"/>.
/// </summary>
internal class RecordingEngine(ISessionEngine inner) : ISessionEngine, ISessionKeyPlacement
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>Gets the names of the calls, in order.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>Gets or sets a hook that runs before a call reaches the engine.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Gets or sets a hook that runs after a call has returned.</summary>
    public Func<string, Task>? After { get; set; }

    /// <summary>Gets the timeout of the last synchronous load; <see langword="null"/> if there was none.</summary>
    public TimeSpan? LastTimeout { get; private set; }

    /// <summary>Gets the inner engine.</summary>
    public ISessionEngine Inner => inner;

    public SessionGuarantees Guarantees => inner.Guarantees;

    /// <summary>Creates an engine that loads synchronously if the inner one does.</summary>
    public static RecordingEngine Create(ISessionEngine inner)
        => inner is ISynchronousSessionEngine ? new Synchronous(inner) : new RecordingEngine(inner);

    public bool CanRotate(SessionKey key, SessionKey newKey)
        => inner is not ISessionKeyPlacement placement || placement.CanRotate(key, newKey);

    /// <summary>Returns the names of the calls since the last call of this method.</summary>
    public string[] TakeCalls()
    {
        var calls = new List<string>();
        while (_calls.TryDequeue(out var call))
        {
            calls.Add(call);
        }

        return [.. calls];
    }

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync(new("load", key), engine => engine.LoadAsync(key, cancellationToken));

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync(new("load", key), engine => engine.LoadFreshAsync(key, cancellationToken));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => InvokeAsync(new("create", key), engine => engine.CreateAsync(key, record, cancellationToken));

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => InvokeAsync(
            new(changes.IsTouch ? "touch" : "update", key) { Loaded = loaded, Changes = changes },
            engine => engine.UpdateAsync(key, loaded, changes, cancellationToken));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => InvokeAsync(
            new("rotate", key) { NewKey = newKey, Loaded = loaded, Changes = changes },
            engine => engine.RotateAsync(key, newKey, loaded, changes, cancellationToken));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => InvokeAsync(new("remove", key), engine => engine.RemoveAsync(key, cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
        => InvokeAsync(new("remove expired"), engine => engine.RemoveExpiredAsync(batchSize, cancellationToken));

    /// <summary>Runs a call with its hooks.</summary>
    protected virtual async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
    {
        _calls.Enqueue(call.Name);
        await (Before?.Invoke(call.Name) ?? Task.CompletedTask);
        var result = await operation(inner);
        await (After?.Invoke(call.Name) ?? Task.CompletedTask);
        return result;
    }

    private sealed class Synchronous(ISessionEngine inner) : RecordingEngine(inner), ISynchronousSessionEngine
    {
        public SessionRecord? Load(SessionKey key, TimeSpan timeout)
        {
            LastTimeout = timeout;
            return InvokeAsync(
                new("load", key), engine => ValueTask.FromResult(((ISynchronousSessionEngine)engine).Load(key, timeout)))
                .AsTask().GetAwaiter().GetResult();
        }
    }
}

/// <summary>A <see cref="RecordingEngine"/> on an engine that can list its records.</summary>
internal sealed class RecordingInventory(ISessionEngine inner) : RecordingEngine(inner), ISessionInventory
{
    private ISessionInventory Inventory => (ISessionInventory)Inner;

    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => InvokeAsync(new("count"), _ => Inventory.CountAsync(cancellationToken));

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => InvokeAsync(new("count expired"), _ => Inventory.CountExpiredAsync(cancellationToken));

    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken)
        => ListAsync("list", Inventory.ListAsync(cancellationToken), cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => ListAsync("find by owner", Inventory.FindByOwnerAsync(owner, cancellationToken), cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => ListAsync("find for removal", Inventory.FindForRemovalAsync(owner, cancellationToken), cancellationToken);

    // Reads the list immediately, so that the hooks run before and after it.
    private async IAsyncEnumerable<SessionRecordEntry> ListAsync(
        string call, IAsyncEnumerable<SessionRecordEntry> sessions, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var session in await InvokeAsync(new(call), _ => sessions.ToArrayAsync(cancellationToken)))
        {
            yield return session;
        }
    }
}
