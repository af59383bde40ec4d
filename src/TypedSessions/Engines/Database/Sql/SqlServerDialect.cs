using System.ComponentModel;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The dialect of SQL Server and Azure SQL.</summary>
internal sealed class SqlServerDialect : DatabaseDialect
{
    private const int Timeout = -2;

    // A node whose clock is ahead removes nothing that has not expired by the server's clock.
    private const string ServerNow = "DATEDIFF_BIG(MILLISECOND, '19700101', SYSUTCDATETIME())";

    // Compares by code units, whatever the collation of the database.
    private const string TextType = "nvarchar(256) COLLATE Latin1_General_100_BIN2";

    private const string Unreachable = "Check the server's name in the connection string, and that the server runs and can be reached from "
        + "here.";
    private const string Refused = "Check the user's name and password, and the database, in the connection string.";
    private const string Rights = "The user needs SELECT, INSERT, UPDATE and DELETE on the table, and CREATE TABLE and ALTER on its schema "
        + "unless CreateScript has been run.";
    private const string DiskFull = "The database, its log or the server's disk is full: free space, or let the files grow.";
    private const string OtherTable = "The table differs from the one that CreateScript creates: correct it, or set another TableName.";
    private const string Conflicts = "Other requests changed the session at each attempt: try again.";
    private const string Unavailable = "The server or the database is not available: try again later.";

    private static readonly Dictionary<int, string> Hints = new()
    {
        [Timeout] = "The server was too slow, or all connections of the pool were in use for too long: find what uses them, or raise "
            + "Command Timeout, Connect Timeout or Max Pool Size in the connection string.",
        [2] = Unreachable,
        [53] = Unreachable,
        [206] = OtherTable,
        [207] = OtherTable,
        [208] = "Call EnsureCreatedAsync at start, or run CreateScript with your migrations; check the database and the user's default "
            + "schema.",
        [229] = Rights,
        [262] = Rights,
        [1105] = DiskFull,
        [1205] = Conflicts,
        [1222] = "Another transaction locked the session's row for longer than LOCK_TIMEOUT.",
        [2760] = Rights,
        [3906] = "The database is read-only: name the primary replica in the connection string.",
        [3960] = Conflicts,
        [4060] = Refused,
        [9002] = DiskFull,
        [11001] = Unreachable,
        [18456] = Refused,
        [40197] = Unavailable,
        [40501] = Unavailable,
        [40613] = Unavailable,
    };

    public override string Name => "SQL Server";

    internal override string Expired => $"expires <= @now AND expires <= {ServerNow}";

    internal override string TakeLock => """
        DECLARE @taken int;
        EXEC @taken = sp_getapplock @Resource = @lock, @LockMode = N'Exclusive', @LockOwner = N'Transaction', @LockTimeout = 50000;
        SELECT CASE WHEN @taken >= 0 THEN 1 ELSE 0 END;
        """;

    internal override bool IgnoresTrailingSpaces => true;

    internal override bool HasParameterSizes => true;

    protected internal override string InsertIfAbsent(string table, string columns, string values)
        => $"INSERT INTO {QuoteTable(table)} ({columns}) VALUES ({values})";

    // READPAST skips the rows that others have locked.
    protected internal override string DeleteExpired(string table) => $"""
        WITH expired AS (
            SELECT TOP (@batch) [key] FROM {QuoteTable(table)} WITH (ROWLOCK, READPAST) WHERE {Expired} ORDER BY expires)
        DELETE FROM expired
        """;

    protected internal override string CreateScript(string table) => $"""
        {CreateSchema(Split(table).Schema)}IF OBJECT_ID(N'{QuoteTable(table)}') IS NULL
        CREATE TABLE {QuoteTable(table)} (
            [key] binary(32) NOT NULL CONSTRAINT [{Split(table).Name}_pkey] PRIMARY KEY,  -- SHA-256 of the cookie's token
            created bigint NOT NULL,        -- timestamps: milliseconds since 1970, UTC
            expires bigint NOT NULL,
            deadline bigint NULL,
            version bigint NOT NULL,
            expiry bigint NULL,             -- NULL: default, 0: with the browser, -1: at a time, else idle milliseconds;
                                            -- below -1 both: the browser, and -1 less the idle milliseconds
            owner {TextType} NULL,
            scheme {TextType} NULL,         -- the scheme whose sign-in set the owner
            successor varbinary(max) NULL,  -- set in a closed copy: which sessions continued from it
            signed_in bigint NULL,          -- when the owner has signed in
            seen bigint NULL,               -- when the owner has last used the session
            device varbinary(max) NULL,     -- the owner's browser, addresses and label
            payload varbinary(max) NOT NULL,
            INDEX [{Split(table).Name}_expires] (expires),
            INDEX [{Split(table).Name}_owner] (owner) WHERE owner IS NOT NULL
        );
        """;

    // The lock is needed because the condition and the creation are not atomic.
    protected internal override string EnsureCreated(string table) => $"""
        SET XACT_ABORT ON;
        BEGIN TRANSACTION;
        EXEC sp_getapplock @Resource = N'TypedSessions', @LockMode = N'Exclusive';
        {CreateScript(table)}
        COMMIT;
        SET XACT_ABORT OFF;
        """;

    protected internal override string TakeFirst(string query) => $"SELECT TOP (@batch){query["SELECT".Length..]}";

    protected internal override string QuoteIdentifier(string name) => $"[{name}]";

    protected internal override string ByteLength(string column) => $"DATALENGTH({column})";

    internal override string? GetColumnType(DbType type) => type switch
    {
        DbType.Binary => "varbinary(max) NULL",
        DbType.String => $"{TextType} NULL",
        _ => "bigint NULL",
    };

    internal override string AddColumns(string table, IEnumerable<string> columns)
        => $"ALTER TABLE {QuoteTable(table)} ADD {string.Join(", ", columns)}";

    protected internal override bool IsDuplicateKey(DbException error) => GetNumber(error) is 2601 or 2627;

    protected internal override bool IsRolledBack(DbException error) => GetNumber(error) is 1205 or 1222 or 3960;

    // A timeout has a Win32Exception as its cause, too.
    protected internal override bool IsConnectionLost(DbException error) => GetNumber(error) switch
    {
        Timeout => false,
        596 or 6005 or 40197 or 40613 => true,
        _ => error.GetBaseException() is IOException or SocketException or Win32Exception,
    };

    protected internal override string? GetHint(DbException error)
        => Hints.GetValueOrDefault(GetNumber(error))
            ?? (IsConnectionLost(error) ? "The connection was lost, so a write may or may not have been stored." : null);

    private static string CreateSchema(string? schema) => schema is null ? "" : $"""
        IF SCHEMA_ID(N'{schema}') IS NULL
        EXEC (N'CREATE SCHEMA [{schema}]');

        """;

    // SqlClient's number, without a reference to it.
    private static int GetNumber(DbException error)
        => int.TryParse(error.Data["HelpLink.EvtID"] as string, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
