namespace TypedSessions.Storage;

/// <summary>The place of a record in a list that is ordered by expiry and by key.</summary>
/// <param name="ExpiresAt">The expiry of the record.</param>
/// <param name="Key">The key of the record.</param>
public readonly record struct SessionPosition(DateTimeOffset ExpiresAt, SessionKey Key) : IComparable<SessionPosition>
{
    /// <summary>Returns the position of a record.</summary>
    internal static SessionPosition Get(SessionRecordEntry session) => new(session.Record.ExpiresAt, session.Key);

    /// <inheritdoc/>
    public int CompareTo(SessionPosition other)
        => ExpiresAt.CompareTo(other.ExpiresAt) is not 0 and var order ? order : Key.CompareTo(other.Key);

    /// <summary>Returns whether the position comes after another one.</summary>
    internal bool IsAfter(SessionPosition other, bool isDescending) => isDescending ? CompareTo(other) < 0 : CompareTo(other) > 0;
}
