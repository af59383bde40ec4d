namespace TypedSessions.Redis.Connections;

/// <summary>A connection that is opened on first use. If that fails, the next use tries again.</summary>
internal sealed class LazyMultiplexer(Func<Task<IConnectionMultiplexer>> connect) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private volatile Task<IConnectionMultiplexer>? _connecting;
    private bool _isDisposed;

    /// <summary>Returns the connection. Completes synchronously once it is open.</summary>
    public Task<IConnectionMultiplexer> GetAsync()
    {
        if (_connecting is { IsCompletedSuccessfully: true } connected)
        {
            return connected;
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return _connecting is { IsFaulted: false, IsCanceled: false } ? _connecting : _connecting = Task.Run(connect);
        }
    }

    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isDisposed = true;
        }

        if (_connecting is not { } connecting)
        {
            return;
        }

        await ((Task)connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connecting.IsCompletedSuccessfully)
        {
            await (await connecting).DisposeAsync();
        }
    }
}
