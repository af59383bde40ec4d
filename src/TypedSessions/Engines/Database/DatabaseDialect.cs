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

    /// <summary>The database's name, as messages say it.</summary>
    public abstract string Name { get; }

    internal abstract SessionGuarantees Guarantees { get; }

    /// <summary>Opens a transaction that may write.</summary>
    internal abstract string Begin { get; }

    /// <summary>Follows a SELECT whose row is about to be changed, and keeps others from changing it first.</summary>
    internal abstract string ForUpdate { get; }

    /// <summary>The table and its indexes, which may exist.</summary>
    internal abstract string CreateScript(string table);

    /// <summary>What to run on a new connection.</summary>
    internal abstract IEnumerable<string> Setup(DatabaseEngineOptions options, bool forWriting);

    /// <summary>A moment as the database keeps it.</summary>
    internal abstract object ToColumn(DateTimeOffset moment);

    /// <summary>Reads a moment; <see langword="null"/> when there is none in the column, or none that can be.</summary>
    internal abstract DateTimeOffset? ReadMoment(DbDataReader reader, int column);

    /// <summary>What mends an error, in a sentence; <see langword="null"/> when there is nothing to say.</summary>
    internal abstract string? MendFor(DbException error);

    /// <summary>The dialect that goes with a connection.</summary>
    /// <exception cref="ArgumentException">None does.</exception>
    internal static DatabaseDialect For(DbConnection connection) => connection.GetType().FullName switch
    {
        "Microsoft.Data.Sqlite.SqliteConnection" or "System.Data.SQLite.SQLiteConnection" => Sqlite,
        var other => throw new ArgumentException(
            $"No dialect is known for connections of type {other}. Supported are Microsoft.Data.Sqlite and System.Data.SQLite; for a "
            + $"connection that wraps one of them, set {nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.Dialect)}.",
            nameof(connection)),
    };
}
