namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// Removes copies that could not be updated or removed, in the background: at once, then every second until the cache does it or no node
/// uses such a copy any more.
/// </summary>
/// <param name="remove">Removes a copy. Returns whether the cache did it, and does not throw.</param>
/// <param name="clock">What tells the time.</param>
/// <param name="lifetime">For how long a copy may still be used.</param>
internal sealed class CopyRemovals(Func<SessionKey, ValueTask<bool>> remove, TimeProvider clock, TimeSpan lifetime) : IDisposable
{
    /// <summary>How many removals are kept at most. Copies beyond that are used until they are too old.</summary>
    public const int MaxCount = 10_000;

    /// <summary>The time between two attempts while the cache fails.</summary>
    public static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Queue<SessionKey> _order = [];
    private readonly Dictionary<SessionKey, DateTimeOffset> _pending = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _isRunning;

    /// <summary>Removes a copy, and does not wait for it.</summary>
    public void Add(SessionKey key)
    {
        if (TryAdd(key, clock.GetUtcNow() + lifetime))
        {
            _ = RunAsync();
        }
    }

    /// <summary>Stops. Copies that are not removed by then are used until they are too old.</summary>
    public void Dispose() => _stop.Cancel();

    // Whether nothing is running that would remove it.
    private bool TryAdd(SessionKey key, DateTimeOffset until)
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

            var isFirst = !_isRunning;
            _isRunning = true;
            return isFirst;
        }
    }

    private async Task RunAsync()
    {
        var stopped = _stop.Token;
        while (!stopped.IsCancellationRequested && TryTake(out var key, out var until))
        {
            if (until > clock.GetUtcNow() && !await remove(key))
            {
                TryAdd(key, until);
                await Task.Delay(RetryInterval, clock, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
