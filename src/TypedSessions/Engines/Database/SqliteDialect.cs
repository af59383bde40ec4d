using System.Data;
using System.Data.Common;
using System.Globalization;

namespace TypedSessions.Engines.Database;

/// <summary>SQLite: moments are whole milliseconds since 1970, so that they compare as numbers and fit an index.</summary>
internal sealed class SqliteDialect : DatabaseDialect
{
    private const string Locked = "is locked";
    private const string OtherTable = "The table is not the one that CreateScript describes. A table of an earlier version is upgraded by "
        + "ALTER TABLE <table> ADD COLUMN scheme TEXT; ALTER TABLE <table> ADD COLUMN successor BLOB.";
    private const string Full = "is full";

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    // What a column of numbers holds that is no moment (a number too large, a text, bytes), SQLite sorts after all that are.
    private static readonly string NoMoment = string.Create(CultureInfo.InvariantCulture, $"expires > {Latest}");

    // SQLite's own words: the providers give its error codes under different names.
    private static readonly (string Error, string Mend)[] Mends =
    [
        (
            "no such table",
            "Call EnsureCreatedAsync at start, or run CreateScript with your migrations. An in-memory database must be a shared one."),
        ("no such column", OtherTable),
        ("has no column", OtherTable),
        (Locked, "Another process wrote for longer than DatabaseEngineOptions.LockTimeout."),
        ("unable to open", "The folder of the file must exist, and this process must be allowed to write in it."),
        ("readonly", "This process must be allowed to write the file and its folder."),
        ("read-only", "This process must be allowed to write the file and its folder."),
        (Full, "The disk has no room."),
        ("not a database", "The file is damaged, or of another program."),
        ("malformed", "The file is damaged: restore it, or delete it and lose its sessions."),
    ];

    public override string Name => "SQLite";

    // Not Shared: the processes of one machine can share the file, several machines cannot.
    internal override SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation | SessionGuarantees.Durable
            | SessionGuarantees.FreshLoads;

    internal override bool IsServer => false;

    internal override DbType MomentType => DbType.Int64;

    // Who writes has the whole database.
    internal override string ForUpdate => "";

    internal override string Live => $"expires > @now AND NOT {NoMoment}";

    internal override string Expired => $"(expires <= @now OR {NoMoment})";

    // Both ends of the index, each in its order, and no further than the batch. No row is left for ever because its expiry was damaged.
    internal override string DeleteExpired(string table) => $"""
        DELETE FROM "{table}" WHERE "key" IN (
            SELECT "key" FROM (
                SELECT "key", expires FROM "{table}" WHERE expires <= @now
                UNION ALL SELECT "key", expires FROM "{table}" WHERE {NoMoment}
                ORDER BY expires LIMIT @batch))
        """;

    // An ordinary table, not one WITHOUT ROWID: payloads of some KiB would make the tree of the keys deep, and each
    // index entry would carry a key. The payload comes last, so that what reads the other columns need not walk over it.
    internal override string CreateScript(string table) => $"""
        CREATE TABLE IF NOT EXISTS "{table}" (
            "key" BLOB NOT NULL PRIMARY KEY,  -- SHA-256 of the cookie's token
            created INTEGER NOT NULL,         -- moments: milliseconds since 1970, UTC
            expires INTEGER NOT NULL,
            deadline INTEGER,
            version INTEGER NOT NULL,
            expiry INTEGER,                   -- NULL: default, 0: with the browser, -1: at a moment, else idle milliseconds;
                                              -- below -1 both: the browser, and -1 less the idle milliseconds
            owner TEXT,
            scheme TEXT,                      -- the scheme whose sign-in set the owner
            successor BLOB,                   -- set in a closed copy: which sessions continued from it
            payload BLOB NOT NULL
        );
        CREATE INDEX IF NOT EXISTS "{table}_expires" ON "{table}" (expires);
        CREATE INDEX IF NOT EXISTS "{table}_owner" ON "{table}" (owner) WHERE owner IS NOT NULL;
        """;

    internal override IEnumerable<string> Setup(DatabaseEngineOptions options, bool forWriting)
    {
        var wait = ((long)options.LockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        yield return $"PRAGMA busy_timeout={wait}";
        if (forWriting)
        {
            // The file remembers its journal mode; the connection forgets how it syncs.
            yield return "PRAGMA journal_mode=WAL";
            yield return $"PRAGMA synchronous={(options.SyncsEveryCommit ? "FULL" : "NORMAL")}";
        }
    }

    internal override object ToColumn(DateTimeOffset moment) => moment.ToUnixTimeMilliseconds();

    internal override DateTimeOffset? ReadMoment(DbDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return null;
        }

        var milliseconds = reader.GetInt64(column);
        return milliseconds >= Earliest && milliseconds <= Latest ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
    }

    internal override bool IsOfOneStatement(DbException error) => !error.Message.Contains(Locked, StringComparison.OrdinalIgnoreCase);

    // A used-up quota is an I/O error to SQLite.
    internal override bool IsOutOfSpace(DbException error)
        => error.Message.Contains(Full, StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("disk I/O error", StringComparison.OrdinalIgnoreCase);

    internal override string? MendFor(DbException error)
    {
        foreach (var (words, mend) in Mends)
        {
            if (error.Message.Contains(words, StringComparison.OrdinalIgnoreCase))
            {
                return mend;
            }
        }

        return null;
    }
}
