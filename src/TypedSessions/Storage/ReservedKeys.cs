namespace TypedSessions.Storage;

/// <summary>The keys inside a session that are reserved for the library. They are hidden from the application.</summary>
internal static class ReservedKeys
{
    /// <summary>The prefix of all reserved keys.</summary>
    public const string Prefix = "__ts.";

    /// <summary>The prefix of the keys that hold authentication tickets. A closed copy does not keep them.</summary>
    public const string TicketPrefix = Prefix + "ticket.";

    /// <summary>The key of the session's <see cref="Storage.IssuedId"/>.</summary>
    public const string IssuedId = Prefix + "id";

    /// <summary>Returns whether a key is reserved.</summary>
    public static bool IsReserved(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Throws if a key of the application is reserved.</summary>
    /// <exception cref="ArgumentException">The key begins with <see cref="Prefix"/>.</exception>
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
