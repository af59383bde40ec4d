using System.Collections.Concurrent;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>
/// An engine that knows what is under way and which keys it was ever given. Faults strike its calls, unless they strike a lower layer.
/// </summary>
internal class FaultyEngine(ISessionEngine inner, FaultPoints points, bool isStruck) : ISessionEngine, IAsyncDisposable
{
    private int _underWay;

    /// <summary>Creates an engine that loads synchronously if the inner one does.</summary>
    public static FaultyEngine Create(ISessionEngine inner, FaultPoints points, bool isStruck)
        => inner is ISynchronousSessionEngine
            ? new FaultySynchronousEngine(inner, points, isStruck)
            : new FaultyEngine(inner, points, isStruck);

    /// <summary>The keys of all records that may have been made.</summary>
    public ConcurrentBag<SessionKey> Keys { get; } = [];

    public SessionGuarantees Guarantees => inner.Guarantees;

    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => AskAsync("load", () => inner.LoadAsync(key, cancellationToken));

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => AskAsync("load", () => inner.LoadFreshAsync(key, cancellationToken));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        Keys.Add(key);
        return AskAsync("create", () => inner.CreateAsync(key, record, cancellationToken));
    }

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => AskAsync(changes.IsTouch ? "touch" : "update", () => inner.UpdateAsync(key, loaded, changes, cancellationToken));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        Keys.Add(newKey);
        return AskAsync("rotate", () => inner.RotateAsync(key, newKey, loaded, changes, cancellationToken));
    }

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => AskAsync("remove", () => inner.RemoveAsync(key, cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => inner.RemoveExpiredAsync(batch, cancellationToken);

    /// <summary>Waits until nothing is under way any more, be it that nobody waits for it.</summary>
    public async Task SettleAsync()
    {
        while (Volatile.Read(ref _underWay) > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (inner is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }

    private async ValueTask<T> AskAsync<T>(string operation, Func<ValueTask<T>> ask)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            points.Operation = operation;
            return await (isStruck ? points.PassAsync(operation, ask) : ask());
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private SessionRecord? LoadHere(SessionKey key, TimeSpan timeout)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            points.Operation = "load";
            return isStruck ? points.Pass("load", () => inner.LoadHere(key, timeout)) : inner.LoadHere(key, timeout);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private sealed class FaultySynchronousEngine(ISessionEngine inner, FaultPoints points, bool isStruck)
        : FaultyEngine(inner, points, isStruck), ISynchronousSessionEngine
    {
        public SessionRecord? Load(SessionKey key, TimeSpan timeout) => LoadHere(key, timeout);
    }
}
