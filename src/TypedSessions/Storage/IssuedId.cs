namespace TypedSessions.Storage;

/// <summary>
/// The times at which a session's id was issued and first presented, stored among the session's values so that every engine keeps them. A
/// session whose id was never renewed has none.
/// </summary>
/// <param name="IssuedAt">When the id was issued.</param>
/// <param name="PresentedAt">When the browser first presented it; <see langword="null"/> if it has not.</param>
/// <param name="Attempts">The number of renewals in a row because the browser had not presented the previous id.</param>
internal readonly record struct IssuedId(DateTimeOffset IssuedAt, DateTimeOffset? PresentedAt, byte Attempts = 0)
{
    // Bounds the time until the next attempt, and the length of a chain that a client without cookies leaves.
    private const byte MaxAttempts = 12;

    private static readonly ValueKey Key = ReservedKeys.IssuedId;

    /// <summary>Reads the entry from a session's values; <see langword="null"/> if it is missing or invalid.</summary>
    public static IssuedId? Find(SessionValues values)
    {
        if (!values.TryGet(Key, out var bytes))
        {
            return null;
        }

        var reader = new RecordReader(bytes.Span);
        var id = new IssuedId(reader.ReadTimestamp(), reader.ReadNullableTimestamp(), reader.ReadByte());
        return reader is { IsValid: true, Remaining: 0 } ? id : null;
    }

    /// <summary>Returns whether the previous id still leads to the session.</summary>
    public bool AllowsPrevious(DateTimeOffset now, TimeSpan grace) => PresentedAt is not { } presented || now < presented + grace;

    /// <summary>Returns whether the browser has not presented the id for so long that the response with it counts as lost.</summary>
    public bool IsLost(DateTimeOffset now, TimeSpan grace) => PresentedAt is null && now >= IssuedAt + (grace * (1 << Attempts));

    /// <summary>Returns the entry for the id that replaces this one, whether the browser has presented this one or not.</summary>
    public IssuedId RenewAt(DateTimeOffset now)
        => new(now, PresentedAt: null, PresentedAt is null ? byte.Min((byte)(Attempts + 1), MaxAttempts) : (byte)0);

    /// <summary>Returns the change that stores this entry.</summary>
    public SessionValueChange ToChange()
    {
        var writer = new RecordWriter(capacity: 17);
        writer.WriteTimestamp(IssuedAt);
        writer.WriteTimestamp(PresentedAt);
        writer.WriteByte(Attempts);
        return new SessionValueChange(Key, writer.ToArray());
    }
}
