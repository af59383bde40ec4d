using System.Data;
using System.Data.Common;
using System.Runtime.InteropServices;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The session table: its statements, and its rows as records.</summary>
/// <remarks>A row that is not a record (damaged, or written by others) is read as missing and never throws.</remarks>
internal sealed class SessionTable
{
    private static readonly SessionValues Unreadable = SessionValues.FromPayload(default);

    private static readonly long MinTimestamp = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long MaxTimestamp = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // The maximum size in SQL Server without a type for large values. The columns are shorter.
    private const int MaxTextSize = 4000;

    private readonly DatabaseDialect _dialect;
    private readonly bool _hasNumericTimestamps;
    private readonly int _maxPayloadBytes;

    public SessionTable(DatabaseDialect dialect, string name, int maxPayloadBytes, bool? synchronousCommit = null)
    {
        _dialect = dialect;
        _hasNumericTimestamps = dialect.TimestampType is DbType.Int64;
        _maxPayloadBytes = maxPayloadBytes;
        var table = dialect.QuoteTable(name);
        var keyColumn = dialect.QuoteIdentifier("key");
        var key = new Parameter("@key", DbType.Binary, GetSize(SessionKey.Size));
        var created = new Parameter("@created", dialect.TimestampType);
        var expires = new Parameter("@expires", dialect.TimestampType);
        var deadline = new Parameter("@deadline", dialect.TimestampType);
        var now = new Parameter("@now", dialect.TimestampType);
        var version = new Parameter("@version", DbType.Int64);
        var expiry = new Parameter("@expiry", DbType.Int64);
        var owner = new Parameter("@owner", DbType.String, GetSize(MaxTextSize));
        var scheme = new Parameter("@scheme", DbType.String, GetSize(MaxTextSize));
        var successor = new Parameter("@successor", DbType.Binary, GetSize(-1));
        var signedIn = new Parameter("@signedIn", dialect.TimestampType);
        var seen = new Parameter("@seen", dialect.TimestampType);
        var device = new Parameter("@device", DbType.Binary, GetSize(-1));
        var payload = new Parameter("@payload", DbType.Binary, GetSize(-1));
        var batch = new Parameter("@batch", DbType.Int32);
        var expectedVersion = new Parameter("@expected", DbType.Int64);
        var expectedExpires = new Parameter("@expectedExpires", dialect.TimestampType);

        // In the order of Column. A payload beyond the limit is not fetched.
        var select = $"""
            SELECT {keyColumn}, created, expires, deadline, version, expiry, owner, scheme, successor, signed_in, seen, device,
                CASE WHEN {dialect.ByteLength("payload")} <= {maxPayloadBytes} THEN payload END
            FROM {table}
            """;
        var whereKey = $"WHERE {keyColumn} = @key";

        // Evaluated once per statement: as a subquery where rows are searched, and for the only row of an INSERT.
        var setting = synchronousCommit is { } isOn ? dialect.SetSynchronousCommit(isOn) : null;
        var andSetting = setting is null ? "" : $" AND (SELECT {setting})";
        var versionAndSetting = setting is null ? "@version" : $"CASE WHEN {setting} THEN @version END";

        // The expiration is compared as well, because a touch keeps the version and must not be undone.
        var whereUnchanged = $"{whereKey} AND version = @expected AND expires = @expectedExpires{andSetting}";

        Load = new($"{select} {whereKey}", key);
        Insert = new(
            dialect.InsertIfAbsent(
                name,
                $"{keyColumn}, created, expires, deadline, version, expiry, owner, scheme, signed_in, seen, device, payload",
                $"@key, @created, @expires, @deadline, {versionAndSetting}, @expiry, @owner, @scheme, @signedIn, @seen, @device, @payload"),
            key, created, expires, deadline, version, expiry, owner, scheme, signedIn, seen, device, payload);
        Update = new(
            $"""
            UPDATE {table} SET expires = @expires, deadline = @deadline, version = @version, expiry = @expiry,
                owner = @owner, scheme = @scheme, signed_in = @signedIn, seen = @seen, device = @device, payload = @payload
            {whereUnchanged}
            """,
            expires, deadline, version, expiry, owner, scheme, signedIn, seen, device, payload, key, expectedVersion, expectedExpires);
        UpdateValues = new(
            $"UPDATE {table} SET version = @version, seen = @seen, payload = @payload {whereUnchanged}",
            version, seen, payload, key, expectedVersion, expectedExpires);
        Close = new(
            $"""
            UPDATE {table} SET expires = @expires, version = @version, expiry = @expiry, owner = NULL, scheme = NULL,
                successor = @successor, signed_in = NULL, seen = NULL, device = NULL, payload = @payload
            {whereUnchanged}
            """,
            expires, version, expiry, successor, payload, key, expectedVersion, expectedExpires);
        Touch = new(
            $"""
            UPDATE {table} SET expires = @expires, seen = @seen, device = @device
            {whereKey} AND version = @expected AND expires > @now{andSetting}
            """,
            expires, seen, device, key, expectedVersion, now);
        UpdateLastSeen = new(
            $"UPDATE {table} SET seen = @seen, device = @device {whereUnchanged}", seen, device, key, expectedVersion, expectedExpires);
        DeleteLive = new($"DELETE FROM {table} {whereKey} AND expires > @now AND successor IS NULL{andSetting}", key, now);
        Delete = new($"DELETE FROM {table} {whereKey} AND successor IS NULL{andSetting}", key);
        DeleteExpired = dialect.HasCleanupCursor
            ? new(dialect.DeleteExpired(name), new("@start", dialect.TimestampType), now, batch)
            : new(dialect.DeleteExpired(name), now, batch);
        Count = new($"SELECT COUNT(*) FROM {table} WHERE {dialect.Live} AND successor IS NULL", now);
        CountExpired = new($"SELECT COUNT(*) FROM {table} WHERE {dialect.Expired}", now);
        List = new($"{select} WHERE {dialect.Live} AND successor IS NULL ORDER BY expires", now);
        var ofOwner = dialect.IgnoresTrailingSpaces
            ? $"owner = @owner AND {dialect.ByteLength("owner")} = {dialect.ByteLength("@owner")}"
            : "owner = @owner";
        FindByOwner = new($"{select} WHERE {ofOwner} AND {dialect.Live} ORDER BY expires", owner, now);
        var counted = $"SELECT {keyColumn}, seen, device FROM {table} WHERE {ofOwner} AND signed_in IS NOT NULL AND {dialect.Live}";
        Owners = new OwnerStatements(dialect, name, new(counted, owner, now));
        Pages = new PageStatements(dialect, select, table, key);
        LoadMany = new LoadMany(dialect, $"{select} WHERE {keyColumn}");
        UpdateMany = new UpdateMany(dialect, name, andSetting);
        InsertMany = new InsertMany(dialect, name, andSetting);
        SelectNothing = $"SELECT * FROM {table} WHERE 1 = 0";

        int? GetSize(int size) => dialect.HasParameterSizes ? size : null;
    }

    public Statement Load { get; }

    /// <summary>Gets the load of several keys.</summary>
    public LoadMany LoadMany { get; }

    public Statement Insert { get; }

    /// <summary>Gets the update of a record that has the expected version and expiration.</summary>
    public Statement Update { get; }

    /// <summary>Gets the <see cref="Update"/> of a record of which only the values change, which touches no index.</summary>
    public Statement UpdateValues { get; }

    /// <summary>Gets the update that turns a record into a closed copy.</summary>
    public Statement Close { get; }

    /// <summary>Gets the update of the expiration and of the last use.</summary>
    public Statement Touch { get; }

    /// <summary>Gets the update of the last use of a record that has the expected version and expiration.</summary>
    public Statement UpdateLastSeen { get; }

    public Statement DeleteLive { get; }

    public Statement Delete { get; }

    public Statement DeleteExpired { get; }

    public Statement Count { get; }

    public Statement CountExpired { get; }

    public Statement List { get; }

    public Statement FindByOwner { get; }

    /// <summary>Gets the statements that count the sessions of a user.</summary>
    public OwnerStatements Owners { get; }

    /// <summary>Gets the queries for pages of a list.</summary>
    public PageStatements Pages { get; }

    /// <summary>Gets the <see cref="UpdateValues"/> of several records that are not locked.</summary>
    public UpdateMany UpdateMany { get; }

    /// <summary>Gets the insert of several records without users.</summary>
    public InsertMany InsertMany { get; }

    /// <summary>Gets the query for the columns.</summary>
    public string SelectNothing { get; }

    /// <inheritdoc cref="DatabaseDialect.IsDuplicateKey"/>
    public bool IsDuplicateKey(DbException error) => _dialect.IsDuplicateKey(error);

    /// <summary>Returns a timestamp as the database stores it. Npgsql accepts UTC only.</summary>
    public object ToColumn(DateTimeOffset timestamp)
        => _hasNumericTimestamps ? timestamp.ToUnixTimeMilliseconds() : timestamp.ToUniversalTime();

    /// <inheritdoc cref="ToColumn(DateTimeOffset)"/>
    public object? ToColumn(DateTimeOffset? timestamp) => timestamp is { } value ? ToColumn(value) : null;

    /// <summary>Returns the payload as an array, without a copy if it is one.</summary>
    /// <exception cref="SessionEngineException">The payload is larger than the options allow.</exception>
    public byte[] GetPayload(SessionRecord record)
    {
        var payload = record.Values.Payload;
        if (payload.Length > _maxPayloadBytes)
        {
            throw new SessionEngineException(
                $"The database session engine could not store a session of {payload.Length} bytes. Store less in it, or raise "
                + "DatabaseEngineOptions.MaxPayloadBytes.")
            {
                IsTransient = false,
            };
        }

        return MemoryMarshal.TryGetArray(payload, out var part) && part is { Offset: 0, Array: { } array } && array.Length == part.Count
            ? array
            : payload.ToArray();
    }

    /// <summary>Reads a timestamp; <see langword="null"/> if the column has none that is valid.</summary>
    public DateTimeOffset? ReadTimestamp(DbDataReader row, int column)
    {
        if (row.IsDBNull(column) || !_hasNumericTimestamps)
        {
            return row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column).ToUniversalTime();
        }

        var milliseconds = row.GetInt64(column);
        return milliseconds >= MinTimestamp && milliseconds <= MaxTimestamp ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    /// <summary>
    /// Returns the record in a row; <see langword="null"/> if a column is damaged. A damaged payload leaves unreadable values.
    /// </summary>
    public SessionRecord? Read(DbDataReader row)
    {
        try
        {
            var absoluteExpiration = ReadTimestamp(row, Column.Deadline);
            var closure = row.IsDBNull(Column.Successor) ? null : SessionClosure.FromBytes(row.GetFieldValue<byte[]>(Column.Successor));
            var lastSeenAt = ReadTimestamp(row, Column.Seen);
            if (ReadTimestamp(row, Column.Created) is not { } createdAt
                || ReadTimestamp(row, Column.Expires) is not { } expiresAt
                || (absoluteExpiration is null && !row.IsDBNull(Column.Deadline))
                || (closure is null && !row.IsDBNull(Column.Successor)))
            {
                return null;
            }

            return new SessionRecord
            {
                Values = row.IsDBNull(Column.Payload) ? Unreadable : SessionValues.FromPayload(row.GetFieldValue<byte[]>(Column.Payload)),
                CreatedAt = createdAt,
                ExpiresAt = expiresAt,
                Expiry = SessionExpiry.FromStoredValue(row.IsDBNull(Column.Expiry) ? null : row.GetInt64(Column.Expiry), expiresAt),
                AbsoluteExpiration = absoluteExpiration,
                Version = row.GetInt64(Column.Version),
                Owner = row.IsDBNull(Column.Owner) ? null : row.GetString(Column.Owner),
                OwnerScheme = row.IsDBNull(Column.Scheme) ? null : row.GetString(Column.Scheme),
                Account = lastSeenAt is null ? null : ReadAccount(row, lastSeenAt.Value),
                Closure = closure,
            };
        }
        catch (Exception error) when (IsWrongType(error))
        {
            return null;
        }
    }

    /// <summary>Reads the key and the record of a row. Returns <see langword="false"/> if one of them is damaged.</summary>
    public bool TryRead(DbDataReader row, out SessionRecordEntry session)
    {
        session = default;
        try
        {
            if (row.GetFieldValue<byte[]>(Column.Key) is not { Length: SessionKey.Size } key || Read(row) is not { } record)
            {
                return false;
            }

            session = new SessionRecordEntry(new SessionKey(key), record);
            return true;
        }
        catch (Exception error) when (IsWrongType(error))
        {
            return false;
        }
    }

    // Damaged metadata is left out: it must not end a session.
    private SessionAccount ReadAccount(DbDataReader row, DateTimeOffset lastSeenAt) => new()
    {
        SignedInAt = ReadTimestamp(row, Column.SignedIn),
        LastSeenAt = lastSeenAt,
        Device = row.IsDBNull(Column.Device) ? null : SessionDevice.FromBytes(row.GetFieldValue<byte[]>(Column.Device)),
    };

    private static bool IsWrongType(Exception error) => error is InvalidCastException or FormatException or OverflowException;

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
        public const int SignedIn = 9;
        public const int Seen = 10;
        public const int Device = 11;
        public const int Payload = 12;
    }
}
