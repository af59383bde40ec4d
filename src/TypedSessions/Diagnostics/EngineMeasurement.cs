using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace TypedSessions.Diagnostics;

/// <summary>Measures and traces one operation of the engine.</summary>
internal struct EngineMeasurement(
    string operation, string engine, TimeProvider timeProvider, Histogram<double> duration, Activity? activity) : IDisposable
{
    public const string OperationTag = "typedsessions.operation";
    public const string EngineTag = "typedsessions.engine";
    public const string ErrorTag = "error.type";

    private readonly long _start = timeProvider.GetTimestamp();
    private string? _error;

    /// <summary>Records that the operation failed.</summary>
    public void Fail(Exception exception)
    {
        // The inner exception is the cause; the outer one is only its wrapper.
        _error = (exception.InnerException ?? exception).GetType().FullName;
        activity?.SetTag(ErrorTag, _error).SetStatus(ActivityStatusCode.Error);
    }

    public readonly void Dispose()
    {
        var tags = new TagList { { OperationTag, operation }, { EngineTag, engine } };
        if (_error is not null)
        {
            tags.Add(ErrorTag, _error);
        }

        duration.Record(timeProvider.GetElapsedTime(_start).TotalSeconds, tags);
        activity?.Dispose();
    }
}
