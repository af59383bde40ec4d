using System.Diagnostics;

namespace TypedSessions.Diagnostics;

/// <summary>Traces each operation of the engine as an activity of the source <c>TypedSessions</c>.</summary>
internal static class SessionActivities
{
    public static ActivitySource Source { get; } = new(TypedSessionsDiagnostics.ActivitySourceName);

    /// <summary>Starts an activity if there is a listener.</summary>
    public static Activity? Start(string operation, string engine)
        => Source.HasListeners()
            ? Source.StartActivity($"session {operation}")?.SetTag(EngineMeasurement.OperationTag, operation)
                .SetTag(EngineMeasurement.EngineTag, engine)
            : null;
}
