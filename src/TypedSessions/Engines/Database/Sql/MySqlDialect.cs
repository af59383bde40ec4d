using System.Data;
using System.Data.Common;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The dialect of MySQL and MariaDB: statements use only what both have, in every SQL mode.</summary>
internal sealed class MySqlDialect : DatabaseDialect
{
    private const int CommandTimeout = -1;
    private const int CannotConnect = 1042;
    private const int DuplicateKey = 1062;
    private const int LockWaitTimeout = 1205;
    private const int Deadlock = 1213;
    private const int RecordChanged = 1020;
    private const int TooManyConnections = 1040;
    private const int PacketTooLarge = 1153;
    private const int ShuttingDown = 1053;
    private const int ConnectionKilled = 1927;
    private const int SessionKilled = 3169;
    private const int IdleTimeout = 4031;

    // A node whose clock is ahead removes nothing that has not expired by the server's clock.
    private const string ServerNow = "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(3)) DIV 1000";

    private const string Refused = "Check the user's name and password in the connection string, and the hosts from which the user may "
        + "connect.";
    private const string Rights = "The user needs SELECT, INSERT, UPDATE and DELETE on the table, and CREATE unless CreateScript has been "
        + "run.";
    private const string ReadOnly = "The server is a read-only replica, or read_only is on: name the primary in the connection string.";
    private const string Connections = "The server or the user has reached its limit of connections: lower Maximum Pool Size on the "
        + "nodes, or raise max_connections.";
    private const string DiskFull = "The server's disk is full: free space on it.";
    private const string Conflicts = "Other requests changed the session at each attempt: try again.";
    private const string Stopped = "The server stopped the statement: max_statement_time or max_execution_time was too short, or an "
        + "administrator stopped it.";

    private static readonly string[] AffectedRows = ["UseAffectedRows", "Use Affected Rows"];

    private static readonly Dictionary<int, string> Hints = new()
    {
        [CommandTimeout] = "The server was too slow: find the transaction that locks the session's row, or raise "
            + "Default Command Timeout in the connection string.",
        [3] = DiskFull,
        [RecordChanged] = Conflicts,
        [1021] = DiskFull,
        [TooManyConnections] = Connections,
        [CannotConnect] = "Check host and port in the connection string, and that the server runs and can be reached from here.",
        [1044] = Rights,
        [1045] = Refused,
        [1049] = "The database in the connection string or in the table's name does not exist: create it, or correct the name.",
        [ShuttingDown] = "The server is stopping: try again when it has started.",
        [1054] = "The table differs from the one that CreateScript creates: correct it, or set another TableName.",
        [1114] = DiskFull,
        [1129] = "The server blocks this host after too many failed connections: run FLUSH HOSTS there, or raise max_connect_errors.",
        [1130] = Refused,
        [1142] = Rights,
        [1143] = Rights,
        [1146] = "Call EnsureCreatedAsync at start, or run CreateScript with your migrations; check the database in the connection string.",
        [PacketTooLarge] = "The session is larger than max_allowed_packet: raise it on the server, or store less in the session.",
        [1203] = Connections,
        [LockWaitTimeout] = "Another transaction locked the session's row for longer than innodb_lock_wait_timeout.",
        [Deadlock] = Conflicts,
        [1226] = Connections,
        [1290] = ReadOnly,
        [1317] = Stopped,
        [1665] = "The binary log has the format STATEMENT, which READ COMMITTED does not support: set binlog_format to ROW or MIXED.",
        [1698] = Refused,
        [1792] = ReadOnly,
        [1836] = ReadOnly,
        [1969] = Stopped,
        [3024] = Stopped,
        [IdleTimeout] = "The server ends idle connections (wait_timeout): set Connection Idle Timeout to less.",
    };

    public override string Name => "MySQL";

    internal override bool CanBatch => true;

    // A named lock, which belongs to the connection. A locked row would need a second table, with rows that outlive the users.
    internal override string TakeLock => "SELECT GET_LOCK(@lock, 50)";

    internal override string ReleaseLock => "DO RELEASE_LOCK(@lock)";

    internal override string Expired => $"expires <= @now AND expires <= {ServerNow}";

    // Comparisons pad text with spaces. The collations without padding have different names in MySQL and MariaDB.
    internal override bool IgnoresTrailingSpaces => true;

    // Not INSERT IGNORE, which truncates values that do not fit.
    protected internal override string InsertIfAbsent(string table, string columns, string values)
        => $"INSERT INTO {QuoteTable(table)} ({columns}) VALUES ({values})";

    // The rows to delete are few and come first, so that each is found by its key.
    protected internal override string DeleteExpired(string table) => $"""
        DELETE stored FROM (
            SELECT `key` FROM {QuoteTable(table)} WHERE {Expired} ORDER BY expires LIMIT @batch FOR UPDATE SKIP LOCKED) AS expired
        STRAIGHT_JOIN {QuoteTable(table)} AS stored ON stored.`key` = expired.`key`
        """;

    protected internal override string CreateScript(string table) => $"""
        CREATE TABLE IF NOT EXISTS {QuoteTable(table)} (
            `key` binary(32) NOT NULL PRIMARY KEY,  -- SHA-256 of the cookie's token
            created bigint NOT NULL,                -- timestamps: milliseconds since 1970, UTC
            expires bigint NOT NULL,
            deadline bigint,
            version bigint NOT NULL,
            expiry bigint,                          -- NULL: default, 0: with the browser, -1: at a time, else idle milliseconds;
                                                    -- below -1 both: the browser, and -1 less the idle milliseconds
            owner varchar(256),
            scheme varchar(256),                    -- the scheme whose sign-in set the owner
            successor longblob,                     -- set in a closed copy: which sessions continued from it
            signed_in bigint,                       -- when the owner has signed in
            seen bigint,                            -- when the owner has last used the session
            device longblob,                        -- the owner's browser, addresses and label
            payload longblob NOT NULL,
            INDEX `{Split(table).Name}_expires` (expires),
            INDEX `{Split(table).Name}_owner` (owner)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
        """;

    protected internal override string QuoteIdentifier(string name) => $"`{name}`";

    internal override string? GetColumnType(DbType type) => type switch
    {
        DbType.Binary => "longblob",
        DbType.String => "varchar(256)",
        _ => "bigint",
    };

    // With UseAffectedRows, a touch to the same time would count no row, as if the session had ended.
    internal override string? FindProblem(string connectionString)
    {
        var settings = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return AffectedRows.Any(name => settings.TryGetValue(name, out var value) && value is "True" or "true" or "1")
            ? "Remove UseAffectedRows from the connection string: the engine needs the number of rows that a statement found."
            : null;
    }

    protected internal override bool IsDuplicateKey(DbException error) => GetNumber(error) == DuplicateKey;

    // After a timeout the server has rolled back the statement; the transaction is rolled back with its connection.
    protected internal override bool IsRolledBack(DbException error)
        => GetNumber(error) is LockWaitTimeout or Deadlock or RecordChanged || base.IsRolledBack(error);

    // A packet that is too large was not executed, though the server ends the connection.
    protected internal override bool IsConnectionLost(DbException error) => GetNumber(error) switch
    {
        CommandTimeout or TooManyConnections or PacketTooLarge => false,
        ShuttingDown or ConnectionKilled or SessionKilled or IdleTimeout => true,
        _ => base.IsConnectionLost(error),
    };

    protected internal override string? GetHint(DbException error)
    {
        var number = GetNumber(error);
        if (number == CannotConnect && error.Message.Contains("Timeout", StringComparison.Ordinal))
        {
            return "The server was too slow, or all connections of the pool were in use for too long: find what uses them, or raise "
                + "Connection Timeout or Maximum Pool Size in the connection string.";
        }

        return Hints.GetValueOrDefault(number)
            ?? (IsConnectionLost(error) ? "The connection was lost, so a write may or may not have been stored." : null);
    }

    // MySqlConnector's number, without a reference to it.
    private static int GetNumber(DbException error) => error.Data["Server Error Code"] as int? ?? 0;
}
