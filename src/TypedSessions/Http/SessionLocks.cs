using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>Serializes the requests of a session, in this process.</summary>
internal sealed class SessionLocks(TimeProvider timeProvider)
{
    private readonly KeyedAsyncLock _lock = new();

    /// <summary>Gets the number of sessions whose lock is in use or awaited.</summary>
    public int Count => _lock.Count;

    /// <summary>Waits for the locks of all sessions whose tokens a request presents.</summary>
    /// <returns>An object that releases the locks when it is disposed; <see langword="null"/> if the timeout elapsed.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was canceled.</exception>
    public async ValueTask<IDisposable?> TryEnterAsync(SessionToken[] tokens, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await _lock.AcquireAsync(Array.ConvertAll(tokens, static token => token.Key), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
