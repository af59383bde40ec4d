using System.Threading.Channels;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>
/// Interleaves clients at their pauses in an order that a seed determines. While a client waits for a real database, others may run in
/// any order. In parallel mode, clients run on all processors and only yield.
/// </summary>
internal sealed class Scheduler(int seed, bool isParallel)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Random _order = new(seed);
    private readonly Random _overlaps = new(seed);
    private readonly Lock _lock = new();
    private readonly List<TaskCompletionSource> _paused = [];
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private int _running;

    public Task PauseAsync()
    {
        if (isParallel)
        {
            return Task.Run(static () => { });
        }

        // Continues on the scheduler's thread, so that one client runs at a time.
        var pause = new TaskCompletionSource();
        Stop(() => _paused.Add(pause));
        return pause.Task;
    }

    /// <summary>Runs clients until all of them have ended.</summary>
    public Task RunAsync(IReadOnlyList<Func<Task>> clients)
        => isParallel ? Task.WhenAll(clients.Select(Task.Run)) : Task.Run(() => InterleaveAsync(clients));

    private async Task InterleaveAsync(IReadOnlyList<Func<Task>> clients)
    {
        _running = clients.Count;
        var tasks = clients.Select(RunOneAsync).ToArray();
        while (!Array.TrueForAll(tasks, static task => task.IsCompleted))
        {
            if (TakeNext() is { } next)
            {
                next.SetResult();
            }
            else
            {
                using var patience = new CancellationTokenSource(Patience);
                await _changes.Reader.ReadAsync(patience.Token);
            }
        }

        await Task.WhenAll(tasks);
    }

    private async Task RunOneAsync(Func<Task> client)
    {
        try
        {
            await client();
        }
        finally
        {
            Stop(static () => { });
        }
    }

    private void Stop(Action change)
    {
        lock (_lock)
        {
            change();
            _running--;
        }

        _changes.Writer.TryWrite(true);
    }

    private TaskCompletionSource? TakeNext()
    {
        lock (_lock)
        {
            if (_paused.Count == 0 || (_running > 0 && _overlaps.Next(2) == 0))
            {
                return null;
            }

            var index = _order.Next(_paused.Count);
            var next = _paused[index];
            _paused.RemoveAt(index);
            _running++;
            return next;
        }
    }
}
