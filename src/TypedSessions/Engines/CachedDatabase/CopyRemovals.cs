namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Removes stale copies from the cache in the background: at once, then every second until it succeeds or the copy is too old to be used.
/// </summary>
/// <param name="tryRemoveAsync">Removes a copy, returns whether it succeeded, and does not throw.</param>
/// <param name="timeProvider">The time provider of the retries.</param>
/// <param name="lifetime">The time for which nodes may still use a copy.</param>
internal sealed class CopyRemovals(Func<SessionKey, ValueTask<bool>> tryRemoveAsync, TimeProvider timeProvider, TimeSpan lifetime)
    : IDisposable
{
    /// <summary>The largest number of pending removals. Copies beyond that are used until they are too old.</summary>
    public const int MaxCount = 10_000;

    /// <summary>The time between two attempts while the cache fails.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<SessionKey> _order = [];
    private readonly Dictionary<SessionKey, DateTimeOffset> _pending = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isRunning;

    /// <summary>Removes a copy in the background.</summary>
    public void Add(SessionKey key) => Add(key, timeProvider.GetUtcNow() + lifetime);

    /// <summary>Stops. Copies that are not removed by then are used until they are too old.</summary>
    public void Dispose() => _stop.Cancel();

    private void Add(SessionKey key, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_pending.ContainsKey(key))
            {
                _pending[key] = until;
            }
            else if (_pending.Count < MaxCount)
            {
                _pending.Add(key, until);
                _order.Enqueue(key);
            }

            if (_isRunning)
            {
                return;
            }

            _isRunning = true;
        }

        _ = RunAsync();
    }

    private async Task RunAsync()
    {
        var stopped = _stop.Token;
        while (!stopped.IsCancellationRequested && TryTake(out var key, out var until))
        {
            if (until > timeProvider.GetUtcNow() && !await tryRemoveAsync(key))
            {
                Add(key, until);
                await Task.Delay(RetryInterval, timeProvider, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private bool TryTake(out SessionKey key, out DateTimeOffset until)
    {
        lock (_gate)
        {
            until = default;
            _isRunning = _order.TryDequeue(out key) && _pending.Remove(key, out until);
            return _isRunning;
        }
    }
}
