namespace TypedSessions.Engines.Database;

/// <summary>
/// Does together what waits at the same time.
/// </summary>
/// <remarks>
/// The first to come leads: it works on its own thread, so that work which meets no other has no thread to wait for.
/// Who comes meanwhile waits in line. When the leader is through, the first in line becomes the next one, for itself
/// and those behind it; so nobody serves others for longer than its own work takes. With a patience, a batch that
/// takes longer no longer counts among those under way: the others do not wait for a connection that has gone silent.
/// </remarks>
/// <param name="leaders">How many may be at work at once.</param>
/// <param name="most">How much is done together at most.</param>
/// <param name="run">Does it. Tells each part of the work its failure, and does not throw.</param>
/// <param name="hasCompany">Whether others are ready to run who may bring more work.</param>
/// <param name="patience">How long others wait for a batch under way; <see langword="null"/> for as long as it takes.</param>
internal sealed class Gathering<T>(int leaders, int most, Func<T[], ValueTask> run, Func<bool> hasCompany, Patience? patience = null)
    where T : GatheredWork
{
    private readonly Lock _gate = new();
    private readonly Queue<T> _waiting = [];

    // Those that others wait for, with a patience; and how many have a lane.
    private readonly List<T> _underWay = [];
    private int _leading;
    private int _overdue;
    private ITimer? _timer;
    private bool _isTimerSet;
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
            EndIfDrained();
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
                Begin(work);
                return true;
            }

            work.Wait();
            _waiting.Enqueue(work);
            SetTimer();
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

            HandOn(leader);
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

    private void HandOn(T leader)
    {
        lock (_gate)
        {
            if (leader.IsOverdue)
            {
                _overdue--;
            }
            else
            {
                _underWay.Remove(leader);
                if (!TryLeadNext())
                {
                    _leading--;
                }
            }

            EndIfDrained();
        }
    }

    private bool TryLeadNext()
    {
        if (!_waiting.TryDequeue(out var next))
        {
            return false;
        }

        Begin(next);
        next.Lead();
        return true;
    }

    private void Begin(T leader)
    {
        if (patience is not null)
        {
            leader.BeganAt = patience.Clock.GetTimestamp();
            _underWay.Add(leader);
        }
    }

    // One timer for all that wait, and at most one tick for each patience: what is done in time costs none.
    private void SetTimer()
    {
        if (patience is not null && !_isTimerSet)
        {
            _isTimerSet = true;
            _timer ??= patience.Clock.CreateTimer(_ => PassOverdue(patience), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(patience.Time, Timeout.InfiniteTimeSpan);
        }
    }

    private void PassOverdue(Patience patience)
    {
        lock (_gate)
        {
            _isTimerSet = false;
            foreach (var leader in _underWay)
            {
                leader.IsOverdue = patience.Clock.GetElapsedTime(leader.BeganAt) >= patience.Time;
            }

            for (var freed = _underWay.RemoveAll(leader => leader.IsOverdue); freed > 0; freed--)
            {
                _overdue++;
                if (!TryLeadNext())
                {
                    _leading--;
                }
            }

            if (_waiting.Count > 0)
            {
                SetTimer();
            }
        }
    }

    private void EndIfDrained()
    {
        if (_drained is not null && _leading + _overdue == 0)
        {
            _timer?.Dispose();
            _drained.TrySetResult();
        }
    }
}
