using System.Data;
using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>What differs between databases: the schema, a few words of SQL, how moments are kept, what errors mean.</summary>
public abstract class DatabaseDialect
{
    private protected DatabaseDialect()
    {
    }

    /// <summary>SQLite 3.24 or later, by Microsoft.Data.Sqlite or System.Data.SQLite.</summary>
    public static DatabaseDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>PostgreSQL 10 or later, by Npgsql.</summary>
    public static DatabaseDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>The database's name, as messages say it.</summary>
    public abstract string Name { get; }

    internal abstract SessionGuarantees Guarantees { get; }

    /// <summary>Whether tables may be named with their schema.</summary>
    internal virtual bool HasSchemas => false;

    /// <summary>
    /// Whether the database is a server, to which writes go in parallel and whose provider keeps connections
    /// in a pool. Otherwise one connection writes at a time, and the engine keeps its connections itself.
    /// </summary>
    internal abstract bool IsServer { get; }

    /// <summary>On a server: the query for the process that serves a connection.</summary>
    internal virtual string ServerProcess => "";

    /// <summary>What moments are to a parameter.</summary>
    internal abstract DbType MomentType { get; }

    /// <summary>Follows a SELECT whose row is about to be changed, and keeps others from changing it first.</summary>
    internal abstract string ForUpdate { get; }

    /// <summary>The condition of records that have not expired at @now.</summary>
    internal abstract string Live { get; }

    /// <summary>
    /// The condition of what is to be cleared at @now: records that have expired, and
    /// rows that never were or never will be records for want of an expiry.
    /// </summary>
    internal abstract string Expired { get; }

    /// <summary>
    /// On a server: stores @payloads under those of @keys that have @versions, end at @expires and that nobody
    /// holds, without a wait. The rows are the keys that were stored. Empty where the database is none.
    /// </summary>
    internal virtual string UpdateMany(string table) => "";

    /// <summary>
    /// Removes up to @batch rows that are <see cref="Expired"/>, the oldest first. On a server
    /// those from @start on, with a row as the answer: how many, and the last one's expiry.
    /// </summary>
    internal abstract string DeleteExpired(string table);

    /// <summary>The table and its indexes, which may exist. For the application's own migrations.</summary>
    internal abstract string CreateScript(string table);

    /// <summary>The same for the engine, when several processes may run it at once.</summary>
    internal virtual string EnsureCreated(string table) => CreateScript(table);

    /// <summary>What to run on a new connection.</summary>
    internal abstract IEnumerable<string> Setup(DatabaseEngineOptions options, bool forWriting);

    /// <summary>A moment as the database keeps it.</summary>
    internal abstract object ToColumn(DateTimeOffset moment);

    /// <summary>Reads a moment; <see langword="null"/> when there is none in the column, or none that can be.</summary>
    internal abstract DateTimeOffset? ReadMoment(DbDataReader reader, int column);

    /// <summary>What mends an error, in a sentence; <see langword="null"/> when there is nothing to say.</summary>
    internal abstract string? MendFor(DbException error);

    /// <summary>Whether the server said that nothing was done, and the same may well succeed when it is tried again.</summary>
    internal virtual bool IsRolledBack(DbException error) => false;

    /// <summary>Whether the disk had no room. Only of a database that is a file here.</summary>
    internal virtual bool IsOutOfSpace(DbException error) => false;

    /// <summary>Whether the connection broke on the way. What was sent last may have been done, or not.</summary>
    internal virtual bool IsConnectionLost(DbException error) => false;

    /// <summary>
    /// Whether an error may be that of one statement, so that others do better without
    /// it. It is not where the database cannot be reached or is busy.
    /// </summary>
    internal abstract bool IsOfOneStatement(DbException error);

    /// <summary>A table's name as SQL has it, with its schema if it has one.</summary>
    internal static string Quote(string table) => $"\"{table.Replace(".", "\".\"", StringComparison.Ordinal)}\"";

    /// <summary>A table's schema, or <see langword="null"/>, and the name without it.</summary>
    internal static (string? Schema, string Name) Split(string table)
        => table.IndexOf('.', StringComparison.Ordinal) is >= 0 and var dot ? (table[..dot], table[(dot + 1)..]) : (null, table);

    /// <summary>The dialect that goes with a connection.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    internal static DatabaseDialect For(DbConnection connection) => connection.GetType().FullName switch
    {
        "Microsoft.Data.Sqlite.SqliteConnection" or "System.Data.SQLite.SQLiteConnection" => Sqlite,
        "Npgsql.NpgsqlConnection" => PostgreSql,
        var other => throw new ArgumentException(
            $"No dialect is known for connections of type {other}. Supported are Microsoft.Data.Sqlite, System.Data.SQLite and Npgsql; "
            + $"for a connection that wraps one of them, set {nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.Dialect)}.",
            nameof(connection)),
    };
}
