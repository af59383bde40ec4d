namespace TypedSessions.Storage;

/// <summary>
/// What a session stores about its id where ids are renewed: in its values, so that every engine keeps it. A session that never got
/// another id stores nothing.
/// </summary>
/// <param name="IssuedAt">When the id was issued.</param>
/// <param name="PresentedAt">When the browser has first presented it; <see langword="null"/> if it has not.</param>
/// <param name="Attempts">How often the id was renewed because the browser had not presented the one before.</param>
internal readonly record struct IssuedId(DateTimeOffset IssuedAt, DateTimeOffset? PresentedAt, byte Attempts = 0)
{
    // Bounds the time until the next attempt, and the length of a chain that a client without cookies leaves.
    private const byte MaxAttempts = 12;

    private static readonly ValueKey Key = ReservedKeys.IssuedId;

    /// <summary>Returns what a session stores about its id; <see langword="null"/> for nothing.</summary>
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

    /// <summary>Returns whether the id before this one still leads to the session.</summary>
    public bool AllowsPrevious(DateTimeOffset now, TimeSpan grace) => PresentedAt is not { } presented || now < presented + grace;

    /// <summary>Returns whether the browser has not presented the id for so long that the response with it counts as lost.</summary>
    public bool IsLost(DateTimeOffset now, TimeSpan grace) => PresentedAt is null && now >= IssuedAt + (grace * (1 << Attempts));

    /// <summary>Returns the id that replaces this one before the browser has presented it, or after.</summary>
    public IssuedId RenewAt(DateTimeOffset now)
        => new(now, PresentedAt: null, PresentedAt is null ? byte.Min((byte)(Attempts + 1), MaxAttempts) : (byte)0);

    /// <summary>Returns the change that stores this.</summary>
    public SessionValueChange ToChange()
    {
        var writer = new RecordWriter(capacity: 17);
        writer.WriteTimestamp(IssuedAt);
        writer.WriteTimestamp(PresentedAt);
        writer.WriteByte(Attempts);
        return new SessionValueChange(Key, writer.ToArray());
    }
}
