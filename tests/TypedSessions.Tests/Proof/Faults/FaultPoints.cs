using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Faults;

/// <summary>Counts the calls of a layer and injects a fault into one of them.</summary>
/// <param name="clock">The site's clock, which a slow call advances.</param>
/// <param name="patience">The timeout of the caller.</param>
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

    /// <summary>The calls since <see cref="Arm"/>.</summary>
    public IReadOnlyList<string> Calls => _calls;

    /// <summary>Whether the fault has occurred.</summary>
    public bool HasOccurred { get; private set; }

    /// <summary>The operation of the session engine in which the fault occurred.</summary>
    public string? FaultedOperation { get; private set; }

    /// <summary>The running operation of the session engine.</summary>
    public string? Operation { get; private set; }

    /// <summary>Disconnects the client and completes when the server has detected it.</summary>
    public Func<Task> LeaveAsync { get; set; } = () => Task.CompletedTask;

    /// <summary>Runs after each asynchronous call.</summary>
    public Func<Task>? PassedAsync { get; set; }

    /// <summary>Starts to count calls and selects the one with the fault.</summary>
    public void Arm((int Call, Fault Fault)? armed = null)
    {
        _calls.Clear();
        _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _armed = armed;
        _isCounting = true;
        _visits++;
        _timersBefore = clock.CreatedTimers;
        HasOccurred = false;
        FaultedOperation = null;
    }

    /// <summary>Begins an operation of the session engine. Its background calls do not count for a later visit.</summary>
    public void Begin(string operation) => (Operation, _visit.Value) = (operation, _visits);

    /// <summary>Stops counting, so that later calls have no faults.</summary>
    public void Disarm() => _isCounting = false;

    /// <summary>Releases the calls that a fault has blocked.</summary>
    public void Release() => _release.TrySetResult();

    /// <summary>Makes a call, or injects the fault.</summary>
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
    /// Makes a synchronous call, or injects the fault. A synchronous call uses no clock, so a slow call just succeeds, and a call without
    /// a reply fails with the layer's own timeout.
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
        if (HasOccurred || _armed is not { } armed || armed.Call != _calls.Count - 1)
        {
            return null;
        }

        HasOccurred = true;
        FaultedOperation = Operation;
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

    // Advances the clock when the caller has created its timer, because earlier advances would not count. Polls many times, because the
    // caller may be slow on a busy machine.
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
