using System.Data;
using System.Data.Common;
using System.Net.Sockets;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The dialect of PostgreSQL, whose timestamps are <c>timestamptz</c>.</summary>
internal sealed class PostgreSqlDialect : DatabaseDialect
{
    // The same number on all nodes: the letters "tsession".
    private const long CreationLock = 0x7473657373696f6e;

    /// <summary>The first number of the advisory lock of a cleanup; the second is the table. The letters "tses".</summary>
    public const int CleanupLock = 0x74736573;

    // A node whose clock is ahead removes nothing that has not expired by the server's clock.
    private const string Past = "least(@now, now())";
    private const string NoTable = "Call EnsureCreatedAsync at start, or run CreateScript with your migrations; check the search path.";
    private const string OtherTable = "The table differs from the one that CreateScript creates: correct it, or set another TableName.";
    private const string Refused = "Check the user's name and password in the connection string, and the server's pg_hba.conf.";
    private const string GoingDown = "The server is starting or stopping: try again when it has started.";

    private static readonly Dictionary<string, string> Hints = new()
    {
        ["0A000"] = OtherTable,
        ["25006"] = "The server is a read-only replica, or default_transaction_read_only is on: name the primary in the connection string.",
        ["26000"] = PreparedStatements.Hint,
        ["28000"] = Refused,
        ["28P01"] = Refused,
        ["3D000"] = "The database in the connection string does not exist: create it, or correct the name.",
        ["40001"] = "Other requests changed the session at each attempt: use the isolation level READ COMMITTED.",
        ["42501"] = "The user needs SELECT, INSERT, UPDATE and DELETE on the table, and CREATE on its schema unless CreateScript has been "
            + "run.",
        ["42703"] = OtherTable,
        ["42804"] = OtherTable,
        ["42883"] = OtherTable,
        ["42P01"] = NoTable,
        ["42P05"] = PreparedStatements.Hint,
        ["3F000"] = "The schema of the table, or of the search path, does not exist: create it, or correct the name.",
        ["53100"] = "The server's disk is full: free space on it.",
        ["53200"] = "The server is out of memory: lower work_mem or max_connections, or add memory.",
        ["53300"] = "The server or the user has reached its limit of connections: lower Maximum Pool Size on the nodes, or raise "
            + "max_connections.",
        ["57014"] = "The server's statement_timeout was exceeded: raise it for the application's user.",
        ["57P01"] = GoingDown,
        ["57P02"] = GoingDown,
        ["57P03"] = GoingDown,
        ["57P05"] = "The server ends idle connections (idle_session_timeout): set Connection Idle Lifetime to less.",
    };

    public override string Name => "PostgreSQL";

    internal override bool CanBatch => true;

    internal override bool HasArrays => true;

    internal override bool HasCleanupCursor => true;

    internal override string ServerProcess => "SELECT pg_backend_pid()";

    // A lock of the transaction, so that it works through a pooler.
    internal override string TakeLock => "SELECT 1 FROM (SELECT pg_advisory_xact_lock(@lock)) AS taken";

    internal override bool HasNumericLocks => true;

    internal override DbType TimestampType => DbType.DateTimeOffset;

    internal override string Expired => $"expires <= {Past}";

    // MATERIALIZED: rows are looked up once, and stay locked until they are written.
    internal override string UpdateMany(string table, string condition) => $"""
        WITH free AS MATERIALIZED (
            SELECT stored."key", given.seen, given.payload
            FROM unnest(@keys, @versions, @expires, @seen, @payloads) AS given ("key", version, expires, seen, payload)
            JOIN {QuoteTable(table)} stored ON stored."key" = given."key"
            WHERE stored.version = given.version AND stored.expires = given.expires{condition}
            FOR UPDATE OF stored SKIP LOCKED)
        UPDATE {QuoteTable(table)} stored SET version = stored.version + 1, seen = free.seen, payload = free.payload
        FROM free WHERE stored."key" = free."key" RETURNING stored."key"
        """;

    // In the order of their keys, to prevent deadlocks between the batches of two nodes.
    internal override string InsertMany(string table, string condition) => $"""
        WITH given ("key", created, expires, deadline, version, expiry, payload) AS (
            SELECT * FROM unnest(@keys, @created, @expires, @deadlines, @versions, @expiries, @payloads))
        INSERT INTO {QuoteTable(table)} ("key", created, expires, deadline, version, expiry, payload)
        SELECT * FROM given WHERE TRUE{condition} ORDER BY "key" ON CONFLICT DO NOTHING RETURNING "key"
        """;

    // Set in the statement itself, which needs no second round trip and works through a pooler.
    internal override string SetSynchronousCommit(bool isOn)
        => $"set_config('synchronous_commit', '{(isOn ? "on" : "off")}', true) IS NOT NULL";

    // One node at a time: the others wait for the batch, and then remove what is left. ARRAY runs once; the subquery of an IN may run
    // again for a join, and lock and remove more than the batch.
    protected internal override string DeleteExpired(string table) => $"""
        WITH turn AS MATERIALIZED (SELECT pg_advisory_xact_lock({CleanupLock}, '{QuoteTable(table)}'::regclass::oid::integer)),
        removed AS (
            DELETE FROM {QuoteTable(table)} WHERE "key" = ANY (ARRAY(
                SELECT "key" FROM {QuoteTable(table)} WHERE expires >= @start AND expires <= {Past} AND (SELECT TRUE FROM turn)
                ORDER BY expires LIMIT @batch FOR UPDATE SKIP LOCKED))
            RETURNING expires)
        SELECT count(*), greatest(max(expires), '0001-01-02') FROM removed
        """;

    protected internal override string CreateScript(string table)
        => Split(table).Schema is { } schema ? $"""
            CREATE SCHEMA IF NOT EXISTS "{schema}";
            {CreateTable(table)}
            """ : CreateTable(table);

    private string CreateTable(string table) => $"""
        CREATE TABLE IF NOT EXISTS {QuoteTable(table)} (
            "key" bytea NOT NULL PRIMARY KEY,  -- SHA-256 of the cookie's token
            created timestamptz NOT NULL,
            expires timestamptz NOT NULL,
            deadline timestamptz,
            version bigint NOT NULL,
            expiry bigint,                     -- NULL: default, 0: with the browser, -1: at a time, else idle milliseconds;
                                               -- below -1 both: the browser, and -1 less the idle milliseconds
            owner text,
            scheme text,                       -- the scheme whose sign-in set the owner
            successor bytea,                   -- set in a closed copy: which sessions continued from it
            signed_in timestamptz,             -- when the owner has signed in
            seen timestamptz,                  -- when the owner has last used the session
            device bytea,                      -- the owner's browser, addresses and label
            payload bytea NOT NULL
        );
        CREATE INDEX IF NOT EXISTS "{Split(table).Name}_expires" ON {QuoteTable(table)} (expires);
        CREATE INDEX IF NOT EXISTS "{Split(table).Name}_owner" ON {QuoteTable(table)} (owner) WHERE owner IS NOT NULL;
        """;

    // The lock is needed because IF NOT EXISTS is not atomic, the condition because IF NOT EXISTS requires the right to create.
    protected internal override string EnsureCreated(string table) => $"""
        DO $create$ BEGIN
        IF to_regclass('{QuoteTable(table)}') IS NULL THEN
        PERFORM pg_advisory_xact_lock({CreationLock});
        {CreateSchema(Split(table).Schema)}
        {CreateTable(table)}
        END IF;
        END $create$
        """;

    internal override string? GetColumnType(DbType type) => type switch
    {
        DbType.Binary => "bytea",
        DbType.String => "text",
        _ => "timestamptz",
    };

    private static string CreateSchema(string? schema) => schema is null ? "" : $"""
        IF to_regnamespace('"{schema}"') IS NULL THEN
        CREATE SCHEMA "{schema}";
        END IF;
        """;

    protected internal override string? GetHint(DbException error)
    {
        if (error.SqlState is { } state)
        {
            return Hints.GetValueOrDefault(state);
        }

        return error.GetBaseException() switch
        {
            SocketException => "Check host and port in the connection string, and that the server runs and can be reached from here.",
            IOException => "The connection was lost, so a write may or may not have been stored.",
            TimeoutException => "The server was too slow, or all connections of the pool were in use for too long: find what "
                + "uses them, or raise Timeout, Command Timeout or Maximum Pool Size in the connection string.",
            _ => null,
        };
    }

    // 0A000: a statement that was prepared for the table as it was before a migration.
    protected internal override bool IsRolledBack(DbException error) => error.SqlState is "40001" or "40P01" or "0A000";

    // The server stops or ends an idle connection or transaction; poolers report a lost connection as class 08.
    protected internal override bool IsConnectionLost(DbException error)
        => error.SqlState is "57P01" or "57P02" or "57P05" or "25P03" or "25P04" || base.IsConnectionLost(error);
}
