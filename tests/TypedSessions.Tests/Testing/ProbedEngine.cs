using System.Collections.Concurrent;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>An engine that tells what it was asked, and can be made slow or broken.</summary>
internal class ProbedEngine(ISessionEngine inner) : ISessionEngine
{
    private readonly ConcurrentQueue<string> _calls = new();

    /// <summary>The operations that were asked for, in order.</summary>
    public IReadOnlyCollection<string> Calls => _calls;

    /// <summary>Runs before an operation reaches the engine; may wait or throw.</summary>
    public Func<string, Task>? Before { get; set; }

    /// <summary>Runs when the engine has done it.</summary>
    public Action<string>? After { get; set; }

    /// <summary>How long the last synchronous load was to take at most; <see langword="null"/> when there was none.</summary>
    public TimeSpan? LastTimeout { get; private set; }

    /// <summary>The engine that does the work.</summary>
    public ISessionEngine Inner => inner;

    public SessionGuarantees Guarantees => inner.Guarantees;

    /// <summary>Creates an engine that loads synchronously if the inner one does.</summary>
    public static ProbedEngine Create(ISessionEngine inner)
        => inner is ISynchronousSessionEngine ? new Synchronous(inner) : new ProbedEngine(inner);

    /// <summary>The calls since the last time, and forgets them.</summary>
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
        => ProbeAsync("load", () => inner.LoadAsync(key, cancellationToken));

    public ValueTask<SessionRecord?> LoadFreshAsync(SessionKey key, CancellationToken cancellationToken)
        => ProbeAsync("load", () => inner.LoadFreshAsync(key, cancellationToken));

    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
        => ProbeAsync("create", () => inner.CreateAsync(key, record, cancellationToken));

    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => ProbeAsync(changes.IsTouch ? "touch" : "update", () => inner.UpdateAsync(key, loaded, changes, cancellationToken));

    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => ProbeAsync("rotate", () => inner.RotateAsync(key, newKey, loaded, changes, cancellationToken));

    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => ProbeAsync("remove", () => inner.RemoveAsync(key, cancellationToken));

    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
        => ProbeAsync("remove expired", () => inner.RemoveExpiredAsync(batch, cancellationToken));

    private async ValueTask<T> ProbeAsync<T>(string call, Func<ValueTask<T>> operation)
    {
        _calls.Enqueue(call);
        if (Before is { } before)
        {
            await before(call);
        }

        var answer = await operation();
        After?.Invoke(call);
        return answer;
    }

    private sealed class Synchronous(ISessionEngine inner) : ProbedEngine(inner), ISynchronousSessionEngine
    {
        public SessionRecord? Load(SessionKey key, TimeSpan timeout)
        {
            LastTimeout = timeout;
            return ProbeAsync("load", () => ValueTask.FromResult(Inner.LoadHere(key, timeout))).AsTask().GetAwaiter().GetResult();
        }
    }
}
