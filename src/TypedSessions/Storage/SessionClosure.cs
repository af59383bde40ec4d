namespace TypedSessions.Storage;

/// <summary>
/// Marks a record as the closed copy that a rotation leaves under the old key. It has the owner and expiry of the closed record, and the
/// keys of the sessions that continued from it.
/// </summary>
public sealed record SessionClosure
{
    /// <summary>The largest number of sessions that can continue from one closed copy.</summary>
    public const int MaxSuccessors = 8;

    private const byte Rotated = 1;
    private const byte Renewed = 2;

    /// <summary>
    /// Gets the keys of the sessions that continued from the record: at least one, at most
    /// <see cref="MaxSuccessors"/>. The session that took the record's place comes first.
    /// </summary>
    public required IReadOnlyList<SessionKey> Successors { get; init; }

    /// <summary>Gets the owner that the record had when it was closed; <see langword="null"/> if it had none.</summary>
    public string? Owner { get; init; }

    /// <summary>Gets the authentication scheme that had set the owner; <see langword="null"/> if none had.</summary>
    public string? OwnerScheme { get; init; }

    /// <summary>Gets the expiry that the record had when it was closed. The copy itself ends at a fixed time.</summary>
    public SessionExpiry Expiry { get; init; }

    /// <summary>
    /// Gets whether the id was renewed and nothing else happened, so that the copy leads to the same session for some time: see
    /// <see cref="TypedSessionsOptions.RenewIdAfter"/>. Default: <see langword="false"/>.
    /// </summary>
    public bool IsRenewal { get; init; }

    /// <summary>Gets whether the record belonged to no user, neither a known nor an unknown one.</summary>
    public bool WasAnonymous => Owner is null && OwnerScheme is null;

    /// <summary>Returns the binary form: one column or field of a stored record.</summary>
    public byte[] ToBytes()
    {
        var writer = new RecordWriter(capacity: 64 + (Successors.Count * SessionKey.Size));
        writer.WriteByte(IsRenewal ? Renewed : Rotated);
        writer.WriteByte((byte)Successors.Count);
        foreach (var key in Successors)
        {
            writer.WriteKey(key);
        }

        writer.WriteExpiry(Expiry);
        writer.WriteText(Owner);
        writer.WriteText(OwnerScheme);
        return writer.ToArray();
    }

    /// <summary>Reads the binary form; <see langword="null"/> if the bytes are invalid.</summary>
    public static SessionClosure? FromBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new RecordReader(bytes);
        var (version, count) = (reader.ReadByte(), reader.ReadByte());
        if (version is not (Rotated or Renewed) || count is < 1 or > MaxSuccessors)
        {
            return null;
        }

        var successors = new SessionKey[count];
        for (var i = 0; i < count; i++)
        {
            successors[i] = reader.ReadKey();
        }

        var closure = new SessionClosure
        {
            IsRenewal = version == Renewed,
            Successors = successors,
            Expiry = reader.ReadExpiry(),
            Owner = reader.ReadText(),
            OwnerScheme = reader.ReadText(),
        };
        return reader is { IsValid: true, Remaining: 0 } ? closure : null;
    }
}
