namespace TypedSessions;

/// <summary>The names of the log categories, the meter and the activity source.</summary>
public static class TypedSessionsDiagnostics
{
    /// <summary>The name of the meter, for <c>AddMeter</c> of OpenTelemetry.</summary>
    public const string MeterName = "TypedSessions";

    /// <summary>The name of the activity source, for <c>AddSource</c> of OpenTelemetry.</summary>
    public const string ActivitySourceName = "TypedSessions";

    /// <summary>The log category of all events but those for audits.</summary>
    public const string LogCategory = "TypedSessions";

    /// <summary>
    /// The log category of sign-ins, sign-outs, rotations and ends of sessions, at the
    /// level Information. Each event has the session's key and the id of its user.
    /// </summary>
    public const string AuditLogCategory = "TypedSessions.Audit";
}
