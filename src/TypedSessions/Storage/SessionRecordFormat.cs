namespace TypedSessions.Storage;

/// <summary>
/// The binary form of a record, for stores without columns. Damaged bytes, and those of an unknown version, are unreadable.
/// </summary>
/// <remarks>
/// The format version, which is 2 if there is an account and otherwise 1; creation, expiration, version, absolute expiration and expiry as
/// numbers; owner, scheme, closure, the account if there is one, and the payload of the values as bytes with their length.
/// </remarks>
public static class SessionRecordFormat
{
    private const byte WithoutAccount = 1;
    private const byte WithAccount = 2;
    private const int UsualHeaderSize = 96;

    /// <summary>Returns the binary form of a record.</summary>
    public static byte[] Write(SessionRecord record)
    {
        var writer = new RecordWriter(UsualHeaderSize + record.Values.Payload.Length);
        writer.WriteByte(record.Account is null ? WithoutAccount : WithAccount);
        writer.WriteTimestamp(record.CreatedAt);
        writer.WriteTimestamp(record.ExpiresAt);
        writer.WriteInt64(record.Version);
        writer.WriteTimestamp(record.AbsoluteExpiration);
        writer.WriteExpiry(record.Expiry);
        writer.WriteText(record.Owner);
        writer.WriteText(record.OwnerScheme);
        writer.WriteBytes(record.Closure?.ToBytes());
        if (record.Account is { } account)
        {
            writer.WriteBytes(account.ToBytes());
        }

        writer.WriteInt32(record.Values.Payload.Length);
        return writer.ToArray(record.Values.Payload.Span);
    }

    /// <summary>
    /// Reads the binary form of a record; <see langword="null"/> if it is unreadable. The record's values are a slice of the bytes.
    /// </summary>
    public static SessionRecord? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new RecordReader(bytes.Span);
        var version = reader.ReadByte();
        if (version is not (WithoutAccount or WithAccount))
        {
            return null;
        }

        var record = new SessionRecord
        {
            CreatedAt = reader.ReadTimestamp(),
            ExpiresAt = reader.ReadTimestamp(),
            Version = reader.ReadInt64(),
            AbsoluteExpiration = reader.ReadNullableTimestamp(),
            Expiry = reader.ReadExpiry(),
            Owner = reader.ReadText(),
            OwnerScheme = reader.ReadText(),
            Closure = reader.ReadClosure(),
            Values = SessionValues.Empty,
        };
        var account = version == WithAccount ? reader.ReadAccount() : null;
        var values = SessionValues.FromPayload(bytes[^reader.ReadRestLength()..]);
        return reader.IsValid ? record with { Account = account, Values = values } : null;
    }
}
