namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// Where actors play one at a time, on one thread and without timers: each plays until it pauses, and then
/// the schedule says who goes on. What an actor does between two pauses is seen by the others as a whole.
/// </summary>
/// <param name="schedule">Says who goes on.</param>
/// <param name="story">Gets what happened, in order, for whoever has to understand a failure.</param>
internal sealed class Stage(Schedule schedule, List<string> story) : SynchronizationContext
{
    private static readonly AsyncLocal<Actor?> Playing = new();

    private readonly List<Actor> _actors = [];
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = [];

    /// <summary>Adds an actor, who plays at once until the first pause.</summary>
    public void Enter(string name, Func<Task> play)
    {
        var actor = new Actor(name);
        _actors.Add(actor);
        InPlace(() =>
        {
            Playing.Value = actor;
            actor.Play = play();
            Playing.Value = null;
        });
    }

    /// <summary>Waits until the schedule says that the one who calls goes on. Who is no actor does not wait.</summary>
    public Task PauseAsync(string before)
    {
        if (Playing.Value is not { } actor)
        {
            return Task.CompletedTask;
        }

        actor.Pause = new TaskCompletionSource();
        actor.Next = before;
        return actor.Pause.Task;
    }

    /// <summary>Plays to the end.</summary>
    public void Play()
    {
        while (_actors.Where(actor => actor.Pause is not null).ToArray() is { Length: > 0 } ready)
        {
            var actor = ready[schedule.Choose(ready.Length)];
            story.Add($"{actor.Name}: {actor.Next}");
            var pause = actor.Pause!;
            actor.Pause = null;
            InPlace(pause.SetResult);
        }

        foreach (var actor in _actors)
        {
            Assert.True(actor.Play!.IsCompleted, $"{actor.Name} waits for ever, after: {actor.Next}.");
            actor.Play.GetAwaiter().GetResult();
        }
    }

    /// <summary>Runs what uses threads of its own until it is done, away from the stage.</summary>
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

        public Task? Play { get; set; }
    }
}
