namespace TypedSessions.Storage;

/// <summary>Keys inside a session that belong to the library. They are not shown as the application's.</summary>
internal static class ReservedKeys
{
    /// <summary>The prefix of all of them.</summary>
    public const string Prefix = "__ts.";

    /// <summary>The prefix of the keys that hold authentication tickets. A closed copy does not keep them.</summary>
    public const string TicketPrefix = Prefix + "ticket.";

    /// <summary>Returns whether a key is the library's own.</summary>
    public static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Refuses a key of the application that begins with the prefix.</summary>
    /// <exception cref="ArgumentException">The key begins with the prefix.</exception>
    public static void ThrowIfReserved(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (IsReserved(key))
        {
            throw new ArgumentException(
                $"The session key '{key}' begins with '{Prefix}', which is reserved for TypedSessions. Choose another key.", nameof(key));
        }
    }
}
