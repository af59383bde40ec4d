using System.Data.Common;
using System.Runtime.InteropServices;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Turns rows into records and back. A row that is no record (damaged, or written by others) reads as none, and never throws.
/// </summary>
internal sealed class RecordMapper(DatabaseDialect dialect, int maxPayloadBytes)
{
    private static readonly SessionValues Unreadable = SessionValues.FromPayload(default);

    /// <summary>
    /// The record in a row; <see langword="null"/> when a column holds what cannot be.
    /// Damaged values alone leave a record with unreadable values.
    /// </summary>
    public SessionRecord? Read(DbDataReader row)
    {
        try
        {
            var deadline = dialect.ReadMoment(row, Column.Deadline);
            if (dialect.ReadMoment(row, Column.Created) is not { } created
                || dialect.ReadMoment(row, Column.Expires) is not { } expires
                || (deadline is null && !row.IsDBNull(Column.Deadline)))
            {
                return null;
            }

            // A copy that cannot be read must not become a live record.
            var closure = row.IsDBNull(Column.Successor) ? null : SessionClosure.FromBytes(row.GetFieldValue<byte[]>(Column.Successor));
            if (closure is null && !row.IsDBNull(Column.Successor))
            {
                return null;
            }

            return new SessionRecord
            {
                Values = ReadValues(row),
                Created = created,
                Expires = expires,
                Expiry = SessionExpiry.FromStored(row.IsDBNull(Column.Expiry) ? null : row.GetInt64(Column.Expiry), expires),
                Deadline = deadline,
                Version = row.GetInt64(Column.Version),
                Owner = row.IsDBNull(Column.Owner) ? null : row.GetString(Column.Owner),
                OwnerScheme = row.IsDBNull(Column.Scheme) ? null : row.GetString(Column.Scheme),
                Closure = closure,
            };
        }
        catch (Exception error) when (IsWrongType(error))
        {
            return null;
        }
    }

    /// <summary>The record in a row with its key.</summary>
    public bool TryRead(DbDataReader row, out StoredSession session)
    {
        session = default;
        try
        {
            if (row.GetFieldValue<byte[]>(Column.Key) is not { Length: SessionKey.Size } key || Read(row) is not { } record)
            {
                return false;
            }

            session = new StoredSession(new SessionKey(key), record);
            return true;
        }
        catch (Exception error) when (IsWrongType(error))
        {
            return false;
        }
    }

    public object Moment(DateTimeOffset moment) => dialect.ToColumn(moment);

    public object? Moment(DateTimeOffset? moment) => moment is { } value ? dialect.ToColumn(value) : null;

    /// <summary>The payload as an array, without a copy where it is one.</summary>
    /// <exception cref="SessionEngineException">The payload is larger than the options allow.</exception>
    public byte[] Payload(SessionRecord record)
    {
        var payload = record.Values.Payload;
        if (payload.Length > maxPayloadBytes)
        {
            throw new SessionEngineException(
                $"The database session engine could not store a session of {payload.Length} bytes. "
                + $"Keep less in it, or raise {nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.MaxPayloadBytes)}.")
            {
                IsTransient = false,
            };
        }

        return MemoryMarshal.TryGetArray(payload, out var part) && part is { Offset: 0, Array: { } array } && array.Length == part.Count
            ? array
            : payload.ToArray();
    }

    private static SessionValues ReadValues(DbDataReader row)
        => row.IsDBNull(Column.Payload) ? Unreadable : SessionValues.FromPayload(row.GetFieldValue<byte[]>(Column.Payload));

    private static bool IsWrongType(Exception error) => error is InvalidCastException or FormatException or OverflowException;

    // As SessionStatements selects them.
    private static class Column
    {
        public const int Key = 0;
        public const int Created = 1;
        public const int Expires = 2;
        public const int Deadline = 3;
        public const int Version = 4;
        public const int Expiry = 5;
        public const int Owner = 6;
        public const int Scheme = 7;
        public const int Successor = 8;
        public const int Payload = 9;
    }
}
