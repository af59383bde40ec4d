using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Where faults can strike: each call of one layer, in order. One of them is struck, once.</summary>
/// <param name="clock">The site's clock. A slow call moves it.</param>
/// <param name="patience">How long the one who calls waits.</param>
/// <param name="createException">Creates the exception of a failure on this layer.</param>
internal sealed class FaultPoints(ManualClock clock, TimeSpan patience, Func<Fault, Exception> createException)
{
    private readonly List<string> _calls = [];
    private readonly AsyncLocal<int> _visit = new();
    private int _visits;
    private TaskCompletionSource _release = new();
    private bool _isCounting;
    private long _timersBefore;
    private (int Call, Fault Fault)? _armed;

    /// <summary>The calls since the counting began.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>Whether the fault has struck.</summary>
    public bool HasStruck { get; private set; }

    /// <summary>The operation of the session engine that was struck, on whichever layer.</summary>
    public string? StruckOperation { get; private set; }

    /// <summary>The operation of the session engine that is under way.</summary>
    public string? Operation { get; private set; }

    /// <summary>Has the client leave, and returns when the server has detected that.</summary>
    public Func<Task> LeaveAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs after each asynchronous call that was made.</summary>
    public Func<Task>? PassedAsync { get; set; }

    /// <summary>Begins to count calls, and has a fault strike one of them.</summary>
    public void Arm((int Call, Fault Fault)? armed = null)
    {
        _calls.Clear();
        _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _armed = armed;
        _isCounting = true;
        _visits++;
        _timersBefore = clock.CreatedTimers;
        HasStruck = false;
        StruckOperation = null;
    }

    /// <summary>Begins an operation of the session engine. What it leaves running in the background is no call of a later visit.</summary>
    public void Begin(string operation) => (Operation, _visit.Value) = (operation, _visits);

    /// <summary>Leaves the calls alone from now on.</summary>
    public void Disarm() => _isCounting = false;

    /// <summary>Releases the calls that a fault has blocked.</summary>
    public void Release() => _release.TrySetResult();

    /// <summary>Makes a call, unless a fault does something else.</summary>
    public async ValueTask<T> PassAsync<T>(string call, Func<ValueTask<T>> make)
    {
        if (Strikes(call) is { } fault)
        {
            return await StrikeAsync(fault, make);
        }

        var answer = await make();
        await NoteAsync();
        return answer;
    }

    /// <summary>
    /// The same for a call that a thread waits for. It looks at no clock, so that what
    /// is slow is just made, and what never answers fails by a limit of the layer's own.
    /// </summary>
    public T Pass<T>(string call, Func<T> make)
    {
        var fault = Strikes(call);
        if (fault is Fault.FailsBefore or Fault.IsRefused or Fault.NeverAnswers)
        {
            throw createException(fault.Value);
        }

        if (fault is Fault.ClientLeavesBefore)
        {
            LeaveAsync().GetAwaiter().GetResult();
        }

        var answer = make();
        if (fault is Fault.ClientLeavesAfter)
        {
            LeaveAsync().GetAwaiter().GetResult();
        }

        return fault is Fault.ReplyIsLost or Fault.IsDoneTooLate or Fault.IsDoneAfterTheRetry ? throw createException(fault.Value) : answer;
    }

    private Fault? Strikes(string call)
    {
        if (!_isCounting || (_visit.Value != 0 && _visit.Value != _visits))
        {
            return null;
        }

        _calls.Add(call);
        if (HasStruck || _armed is not { } armed || armed.Call != _calls.Count - 1)
        {
            return null;
        }

        HasStruck = true;
        StruckOperation = Operation;
        return armed.Fault;
    }

    private async ValueTask<T> StrikeAsync<T>(Fault fault, Func<ValueTask<T>> make)
    {
        switch (fault)
        {
            case Fault.FailsBefore or Fault.IsRefused:
                throw createException(fault);
            case Fault.ReplyIsLost:
                await make();
                throw createException(fault);
            case Fault.IsSlow:
                await PassTimeAsync(patience / 2);
                return await make();
            case Fault.NeverAnswers:
                await PassTimeAsync(patience);
                await _release.Task;
                throw createException(fault);
            case Fault.IsDoneTooLate or Fault.IsDoneAfterTheRetry:
                await PassTimeAsync(patience);
                await _release.Task;
                return await make();
            case Fault.ClientLeavesBefore:
                await LeaveAsync();
                return await make();
            default:
                var answer = await make();
                await LeaveAsync();
                return answer;
        }
    }

    // Advances the clock once the caller waits on a timer that no earlier call has left behind. Polls many times, because on
    // a busy machine the caller may be slow to create its timer: time that passed before would not count.
    private async Task PassTimeAsync(TimeSpan time)
    {
        const int manyLooks = 100_000;
        var timersBeforeThis = clock.CreatedTimers;
        for (var looks = 0; !clock.IsAwaited(butFor: looks < manyLooks ? timersBeforeThis : _timersBefore); looks++)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        clock.Advance(time);
    }

    private async ValueTask NoteAsync()
    {
        if (_isCounting && PassedAsync is { } passed)
        {
            await passed();
        }
    }
}
