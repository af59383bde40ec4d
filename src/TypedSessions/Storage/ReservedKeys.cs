namespace TypedSessions.Storage;

/// <summary>Keys inside a session that belong to the library. They are not shown as the application's.</summary>
internal static class ReservedKeys
{
    /// <summary>The prefix of all of them.</summary>
    public const string Prefix = "__ts.";

    /// <summary>The prefix of the keys that hold authentication tickets. A closed copy does not keep them.</summary>
    public const string TicketPrefix = Prefix + "ticket.";
}
