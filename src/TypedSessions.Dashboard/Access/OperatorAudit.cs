using Microsoft.Extensions.Logging;

namespace TypedSessions.Dashboard.Access;

/// <summary>Records in the audit log which operator has ended which sessions, in addition to the library's own entries.</summary>
internal sealed partial class OperatorAudit(ILogger log, TypedSessionsOptions options)
{
    /// <summary>Records that an operator has ended a session.</summary>
    public void Ended(HttpContext context, SessionKey session, string? owner)
        => Ended(log, GetName(context), GetAddress(context), session, owner);

    /// <summary>Records that an operator has ended sessions of a user that got new keys at the same time.</summary>
    public void EndedRotated(HttpContext context, string owner, int count)
        => EndedRotated(log, GetName(context), GetAddress(context), count, owner);

    private string GetName(HttpContext context) => options.SignIn.GetOwner(context.User) ?? "unknown";

    private static string GetAddress(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    [LoggerMessage(61, LogLevel.Information, "Operator '{Operator}' at {Address} ended session {Session} of user '{Owner}'.")]
    private static partial void Ended(ILogger log, string @operator, string address, SessionKey session, string? owner);

    [LoggerMessage(62, LogLevel.Information,
        "Operator '{Operator}' at {Address} ended {Count} sessions of user '{Owner}' that had just got new keys.")]
    private static partial void EndedRotated(ILogger log, string @operator, string address, int count, string owner);
}
