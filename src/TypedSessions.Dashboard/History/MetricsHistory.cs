using System.Diagnostics.Metrics;

namespace TypedSessions.Dashboard.History;

/// <summary>Keeps the measurements of the library's meter in the last hour, minute by minute.</summary>
/// <remarks>It listens from the time at which the dashboard is mapped, in this process only.</remarks>
internal sealed class MetricsHistory : IDisposable
{
    /// <summary>How many minutes are kept.</summary>
    public const int Minutes = 60;

    private const string OperationTag = "typedsessions.operation";
    private const string ErrorTag = "error.type";

    private readonly MeterListener _listener = new();
    private readonly Minute[] _minutes;
    private readonly TimeProvider _timeProvider;
    private readonly IMeterFactory _meters;

    public MetricsHistory(IMeterFactory meters, TimeProvider timeProvider)
    {
        _meters = meters;
        _timeProvider = timeProvider;
        _minutes = [.. Enumerable.Range(0, Minutes).Select(static _ => new Minute(number: -1))];
        StartedAt = timeProvider.GetUtcNow();
        _listener.InstrumentPublished = Enable;
        _listener.SetMeasurementEventCallback<long>(AddCount);
        _listener.SetMeasurementEventCallback<double>(AddDuration);
        _listener.Start();
    }

    /// <summary>Gets the time at which the measurements begin.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Returns the last hour, the oldest minute first. Minutes without measurements are empty.</summary>
    public IReadOnlyList<Minute> GetLastHour()
    {
        var now = GetMinute();
        return
        [
            .. Enumerable.Range(0, Minutes).Select(i => now - Minutes + 1 + i)
                .Select(number => Volatile.Read(ref _minutes[number % Minutes]) is { } minute && minute.Number == number
                    ? minute
                    : new Minute(number)),
        ];
    }

    public void Dispose() => _listener.Dispose();

    // Only those of this application: one process can have several, as in tests.
    private void Enable(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == TypedSessionsDiagnostics.MeterName && ReferenceEquals(instrument.Meter.Scope, _meters)
            && instrument.Name is Instruments.Created or Instruments.Ended or Instruments.Duration or Instruments.Live)
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private void AddCount(Instrument instrument, long count, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        switch (instrument.Name)
        {
            case Instruments.Created:
                GetCurrent().AddCreated(count);
                break;
            case Instruments.Ended:
                GetCurrent().AddEnded(count);
                break;
        }
    }

    private void AddDuration(Instrument instrument, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var operation = "";
        var isError = false;
        foreach (var (name, value) in tags)
        {
            operation = name == OperationTag ? value as string ?? "" : operation;
            isError |= name == ErrorTag;
        }

        GetCurrent().Operations.GetOrAdd(operation, static _ => new LatencyHistogram()).Add(seconds, isError);
    }

    private Minute GetCurrent()
    {
        var number = GetMinute();
        ref var slot = ref _minutes[number % Minutes];
        var minute = Volatile.Read(ref slot);
        if (minute.Number == number)
        {
            return minute;
        }

        var next = new Minute(number);
        var found = Interlocked.CompareExchange(ref slot, next, minute);
        return ReferenceEquals(found, minute) ? next : found;
    }

    private long GetMinute() => _timeProvider.GetUtcNow().ToUnixTimeSeconds() / 60;

    private static class Instruments
    {
        public const string Created = "typedsessions.sessions.created";
        public const string Ended = "typedsessions.sessions.ended";
        public const string Duration = "typedsessions.engine.duration";

        // Its values are not used, but a listener makes the cleanup count.
        public const string Live = "typedsessions.sessions.live";
    }
}
