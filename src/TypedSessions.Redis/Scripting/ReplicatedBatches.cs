namespace TypedSessions.Redis.Scripting;

/// <summary>
/// Sends scripts to one server, and waits until its replicas have their changes. Scripts that arrive during a wait share the next one,
/// because a wait blocks everything behind it on the connection.
/// </summary>
internal sealed class ReplicatedBatches
{
    private readonly Lock _gate = new();
    private List<ReplicatedScript> _next = [];
    private bool _isSending;

    /// <summary>Runs a script.</summary>
    /// <param name="send">Sends the script.</param>
    /// <param name="wait">Sends <c>WAIT</c> on the same connection.</param>
    /// <returns>The result of the script, and the number of replicas that have confirmed it. Both tasks are completed.</returns>
    public Task<(Task<RedisResult> Running, Task<RedisResult> Waiting)> RunAsync(Func<Task<RedisResult>> send, Func<Task<RedisResult>> wait)
    {
        var script = new ReplicatedScript(send, wait);
        bool isFirst;
        lock (_gate)
        {
            _next.Add(script);
            isFirst = !_isSending;
            _isSending = true;
        }

        if (isFirst)
        {
            _ = SendAllAsync();
        }

        return script.Completion.Task;
    }

    private async Task SendAllAsync()
    {
        while (TakeNext() is { Count: > 0 } batch)
        {
            // WAIT covers the writes on the same connection, so all are sent together: if the connection is lost, all fail.
            var running = batch.ConvertAll(static script => StartAsync(script.Send));
            var waiting = StartAsync(batch[^1].Wait);
            await ((Task)Task.WhenAll([.. running, waiting])).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            for (var i = 0; i < batch.Count; i++)
            {
                batch[i].Completion.SetResult((running[i], waiting));
            }
        }
    }

    private List<ReplicatedScript> TakeNext()
    {
        lock (_gate)
        {
            var batch = _next;
            _next = [];
            _isSending = batch.Count > 0;
            return batch;
        }
    }

    // The client throws some errors synchronously, which must not prevent the other scripts from completing.
    private static async Task<RedisResult> StartAsync(Func<Task<RedisResult>> send) => await send();

    private sealed record ReplicatedScript(Func<Task<RedisResult>> Send, Func<Task<RedisResult>> Wait)
    {
        public TaskCompletionSource<(Task<RedisResult> Running, Task<RedisResult> Waiting)> Completion { get; }
            = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
