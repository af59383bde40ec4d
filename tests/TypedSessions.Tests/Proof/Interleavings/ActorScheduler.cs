namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Runs actors one at a time, on one thread and without timers: each runs until it pauses, and then
/// the schedule chooses the next one. For the others, the work between two pauses is atomic.
/// </summary>
/// <param name="schedule">Chooses the next actor.</param>
/// <param name="events">Receives the events in order, for the message of a failure.</param>
internal sealed class ActorScheduler(Schedule schedule, List<string> events) : SynchronizationContext
{
    private static readonly AsyncLocal<Actor?> Running = new();

    private readonly List<Actor> _actors = [];
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    /// <summary>Adds an actor and runs it until its first pause.</summary>
    public void Start(string name, Func<Task> work)
    {
        var actor = new Actor(name);
        _actors.Add(actor);
        InPlace(() =>
        {
            Running.Value = actor;
            actor.Work = work();
            Running.Value = null;
        });
    }

    /// <summary>Waits until the schedule chooses the calling actor. Returns at once for other callers.</summary>
    public Task PauseAsync(string before)
    {
        if (Running.Value is not { } actor)
        {
            return Task.CompletedTask;
        }

        actor.Pause = new TaskCompletionSource();
        actor.Next = before;
        return actor.Pause.Task;
    }

    /// <summary>Runs all actors to their end.</summary>
    public void Run()
    {
        while (_actors.Where(actor => actor.Pause is not null).ToArray() is { Length: > 0 } ready)
        {
            var actor = ready[schedule.Choose(ready.Length)];
            events.Add($"{actor.Name}: {actor.Next}");
            var pause = actor.Pause!;
            actor.Pause = null;
            InPlace(pause.SetResult);
        }

        foreach (var actor in _actors)
        {
            Assert.True(actor.Work!.IsCompleted, $"{actor.Name} never completes, after: {actor.Next}.");
            actor.Work.GetAwaiter().GetResult();
        }
    }

    /// <summary>Runs work that may use other threads outside the schedule and waits for its end.</summary>
    public static T Wait<T>(Func<ValueTask<T>> work)
    {
        var before = Current;
        SetSynchronizationContext(null);
        try
        {
            var pending = work();
            return pending.IsCompleted ? pending.GetAwaiter().GetResult() : pending.AsTask().GetAwaiter().GetResult();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

    private void InPlace(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
            while (_posted.TryDequeue(out var posted))
            {
                posted.Callback(posted.State);
            }
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    private sealed class Actor(string name)
    {
        public string Name => name;

        public string Next { get; set; } = "";

        public TaskCompletionSource? Pause { get; set; }

        public Task? Work { get; set; }
    }
}
