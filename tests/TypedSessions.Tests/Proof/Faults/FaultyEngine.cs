using System.Collections.Concurrent;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>
/// Records the running calls and all keys that the engine has received. Its calls have the faults unless a lower layer has them.
/// </summary>
internal class FaultyEngine(ISessionEngine inner, FaultPoints points, bool isStruck) : RecordingEngine(inner), IAsyncDisposable
{
    private int _underWay;

    /// <summary>Creates an engine that loads synchronously if the inner one does.</summary>
    public static FaultyEngine Create(ISessionEngine inner, FaultPoints points, bool isStruck)
        => inner is ISynchronousSessionEngine
            ? new FaultySynchronousEngine(inner, points, isStruck)
            : new FaultyEngine(inner, points, isStruck);

    /// <summary>Gets the keys of all records that may have been created.</summary>
    public ConcurrentBag<SessionKey> Keys { get; } = [];

    /// <summary>Waits until no call is running, including background calls.</summary>
    public async Task SettleAsync()
    {
        while (Volatile.Read(ref _underWay) > 0)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => (Inner as IAsyncDisposable)?.DisposeAsync() ?? default;

    protected override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
    {
        if (call.Name is "create" or "rotate")
        {
            Keys.Add(call.Name == "create" ? call.Key : call.NewKey);
        }

        if (call.Name == "remove expired")
        {
            return await operation(Inner);
        }

        Interlocked.Increment(ref _underWay);
        try
        {
            points.Begin(call.Name);
            return await (isStruck ? points.PassAsync(call.Name, () => operation(Inner)) : operation(Inner));
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private SessionRecord? LoadSynchronously(SessionKey key, TimeSpan timeout)
    {
        Interlocked.Increment(ref _underWay);
        try
        {
            points.Begin("load");
            return isStruck ? points.Pass("load", () => Inner.LoadSynchronously(key, timeout)) : Inner.LoadSynchronously(key, timeout);
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    private sealed class FaultySynchronousEngine(ISessionEngine inner, FaultPoints points, bool isStruck)
        : FaultyEngine(inner, points, isStruck), ISynchronousSessionEngine
    {
        public SessionRecord? Load(SessionKey key, TimeSpan timeout) => LoadSynchronously(key, timeout);
    }
}
