namespace TypedSessions.Engines.Database;

/// <summary>
/// Does together what waits at the same time.
/// </summary>
/// <remarks>
/// The first to come leads: it works on its own thread, so that work which meets no other has no thread to wait for. Who comes meanwhile waits in line. When the leader is through, the first in
/// line becomes the next one, for itself and those behind it; so nobody serves others for longer than its own work takes.
/// </remarks>
/// <param name="leaders">How many may be at work at once.</param>
/// <param name="most">How much is done together at most.</param>
/// <param name="run">Does it. Tells each part of the work its failure, and does not throw.</param>
/// <param name="hasCompany">Whether others are ready to run who may bring more work.</param>
internal sealed class Gathering<T>(int leaders, int most, Func<T[], ValueTask> run, Func<bool> hasCompany)
    where T : GatheredWork
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _waiting = [];
    private int _leading;
    private TaskCompletionSource? _drained;

    /// <summary>Has some work done, alone or with others.</summary>
    /// <exception cref="ObjectDisposedException">The gathering takes no more.</exception>
    public async ValueTask RunAsync(T work)
    {
        if (TryLead(work) || await work.WaitForTurnAsync())
        {
            await LeadAsync(work);
        }

        work.ThrowIfFailed();
    }

    /// <summary>Takes no more, and waits for what is under way.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_leading == 0)
            {
                _drained.TrySetResult();
            }

            return _drained.Task;
        }
    }

    private bool TryLead(T work)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_drained is not null, typeof(DatabaseSessionEngine));
            if (_leading < leaders)
            {
                _leading++;
                return true;
            }

            work.Wait();
            _waiting.Enqueue(work);
            return false;
        }
    }

    private async ValueTask LeadAsync(T leader)
    {
        if (hasCompany())
        {
            // Lets them come: what is done for many costs little more than what is done for one.
            await Task.Yield();
        }

        var group = TakeGroup(leader);
        try
        {
            await run(group);
        }
        finally
        {
            foreach (var follower in group.AsSpan(1))
            {
                follower.Finish();
            }

            HandOn();
        }
    }

    private T[] TakeGroup(T leader)
    {
        lock (_gate)
        {
            var group = new T[1 + Math.Min(_waiting.Count, most - 1)];
            group[0] = leader;
            for (var i = 1; i < group.Length; i++)
            {
                group[i] = _waiting.Dequeue();
            }

            return group;
        }
    }

    private void HandOn()
    {
        lock (_gate)
        {
            if (_waiting.TryDequeue(out var next))
            {
                next.Lead();
                return;
            }

            _leading--;
            if (_leading == 0)
            {
                _drained?.TrySetResult();
            }
        }
    }
}
