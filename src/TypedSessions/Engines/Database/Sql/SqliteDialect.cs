using System.Data;
using System.Data.Common;
using System.Globalization;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The dialect of SQLite. One connection writes at a time, so nothing is locked in statements.</summary>
internal sealed class SqliteDialect : DatabaseDialect
{
    private const string Locked = "is locked";
    private const string Full = "is full";
    private const string NotWritable = "Allow this process to write the file and its folder.";
    private const string OtherTable = "The table differs from the one that CreateScript creates: correct it, or set another TableName.";

    // SQLite sorts text, bytes and numbers out of range after all timestamps.
    private static readonly string InvalidExpires = string.Create(
        CultureInfo.InvariantCulture, $"expires > {DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()}");

    // Matched by SQLite's messages, because each provider has another property for its error codes.
    private static readonly (string Error, string Hint)[] Hints =
    [
        (
            "no such table",
            "Call EnsureCreatedAsync at start, or run CreateScript with your migrations. An in-memory database must be a shared one."),
        ("no such column", OtherTable),
        ("has no column", OtherTable),
        (Locked, "Another process wrote for longer than DatabaseEngineOptions.LockTimeout: raise it, or shorten the writes."),
        ("unable to open", "Create the folder of the file, and allow this process to write in it."),
        ("readonly", NotWritable),
        ("read-only", NotWritable),
        (Full, "The disk is full: free space on it."),
        ("not a database", "The file is damaged, or not a SQLite database: restore it, or name another one."),
        ("malformed", "The file is damaged: restore it, or delete it and lose its sessions."),
    ];

    public override string Name => "SQLite";

    // Processes of one machine can share the file, several machines cannot.
    internal override SessionGuarantees Guarantees => base.Guarantees & ~SessionGuarantees.Shared;

    internal override bool HasSchemas => false;

    internal override bool IsServer => false;

    internal override string Live => $"expires > @now AND NOT {InvalidExpires}";

    internal override string Expired => $"(expires <= @now OR {InvalidExpires})";

    /// <summary>Returns whether the disk had no room. An exceeded quota is an I/O error to SQLite.</summary>
    public static bool IsOutOfSpace(DbException error) => MessageContains(error, Full) || MessageContains(error, "disk I/O error");

    // Reads both ends of the index, each in its order, and no more than the batch.
    protected internal override string DeleteExpired(string table) => $"""
        DELETE FROM "{table}" WHERE "key" IN (
            SELECT "key" FROM (
                SELECT "key", expires FROM "{table}" WHERE expires <= @now
                UNION ALL SELECT "key", expires FROM "{table}" WHERE {InvalidExpires}
                ORDER BY expires LIMIT @batch))
        """;

    // Not WITHOUT ROWID: payloads of some KiB would make the tree of keys deep, and each index entry would have a key.
    protected internal override string CreateScript(string table) => $"""
        CREATE TABLE IF NOT EXISTS "{table}" (
            "key" BLOB NOT NULL PRIMARY KEY,  -- SHA-256 of the cookie's token
            created INTEGER NOT NULL,         -- timestamps: milliseconds since 1970, UTC
            expires INTEGER NOT NULL,
            deadline INTEGER,
            version INTEGER NOT NULL,
            expiry INTEGER,                   -- NULL: default, 0: with the browser, -1: at a time, else idle milliseconds;
                                              -- below -1 both: the browser, and -1 less the idle milliseconds
            owner TEXT,
            scheme TEXT,                      -- the scheme whose sign-in set the owner
            successor BLOB,                   -- set in a closed copy: which sessions continued from it
            signed_in INTEGER,                -- when the owner has signed in
            seen INTEGER,                     -- when the owner has last used the session
            device BLOB,                      -- the owner's browser, addresses and label
            payload BLOB NOT NULL
        );
        CREATE INDEX IF NOT EXISTS "{table}_expires" ON "{table}" (expires);
        CREATE INDEX IF NOT EXISTS "{table}_owner" ON "{table}" (owner) WHERE owner IS NOT NULL;
        """;

    internal override string? GetColumnType(DbType type) => type switch
    {
        DbType.Binary => "BLOB",
        DbType.String => "TEXT",
        _ => "INTEGER",
    };

    // One column per statement.
    internal override string AddColumns(string table, IEnumerable<string> columns)
        => string.Join("; ", columns.Select(column => base.AddColumns(table, [column])));

    protected internal override bool IsRolledBack(DbException error) => false;

    protected internal override bool IsConnectionLost(DbException error) => false;

    protected internal override string? GetHint(DbException error) => Hints.FirstOrDefault(hint => MessageContains(error, hint.Error)).Hint;

    private static bool MessageContains(DbException error, string words)
        => error.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
