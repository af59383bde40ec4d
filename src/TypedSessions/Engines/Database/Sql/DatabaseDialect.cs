using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database;

/// <summary>
/// The SQL and the errors of a database. To store sessions in another one, derive a dialect from this class and set
/// <see cref="DatabaseEngineOptions.Dialect"/>.
/// </summary>
/// <remarks>
/// <para>
/// A derived dialect is for a server whose ADO.NET provider pools connections. At the isolation level READ COMMITTED, an <c>UPDATE</c>
/// whose row another transaction has locked waits, and then evaluates its condition on what was committed. A query returns the rows of
/// one point in time (SQL Server: set <c>READ_COMMITTED_SNAPSHOT</c>).
/// </para>
/// <para>
/// The table has these columns: <c>key</c> (32 bytes, the primary key), <c>created</c>, <c>expires</c> and <c>deadline</c>
/// (64-bit integers, milliseconds since 1970), <c>version</c> and <c>expiry</c> (64-bit integers), <c>owner</c> and <c>scheme</c> (text),
/// <c>successor</c> (bytes), <c>signed_in</c> and <c>seen</c> (as <c>created</c>), <c>device</c> and <c>payload</c> (bytes). All can be
/// null except <c>key</c>, <c>created</c>, <c>expires</c>, <c>version</c> and <c>payload</c>. There are indexes on <c>expires</c> and on
/// <c>owner</c>. Text is compared by code points.
/// </para>
/// <para>Parameters are named with <c>@</c>. Table names are those of <see cref="DatabaseEngineOptions.TableName"/>, not quoted.</para>
/// </remarks>
public abstract class DatabaseDialect
{
    /// <summary>Initializes a new instance.</summary>
    protected DatabaseDialect()
    {
    }

    /// <summary>Gets the dialect of SQLite 3.24 or later, for Microsoft.Data.Sqlite or System.Data.SQLite.</summary>
    public static DatabaseDialect Sqlite { get; } = new SqliteDialect();

    /// <summary>Gets the dialect of PostgreSQL 12 or later, for Npgsql.</summary>
    public static DatabaseDialect PostgreSql { get; } = new PostgreSqlDialect();

    /// <summary>Gets the dialect of MariaDB 10.6 or later and of MySQL 8 (preview), for MySqlConnector or MySql.Data.</summary>
    public static DatabaseDialect MySql { get; } = new MySqlDialect();

    /// <summary>Gets the dialect of SQL Server 2016 or later (preview), for Microsoft.Data.SqlClient.</summary>
    public static DatabaseDialect SqlServer { get; } = new SqlServerDialect();

    /// <summary>Gets the name of the database for error messages.</summary>
    public abstract string Name { get; }

    internal virtual SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation | SessionGuarantees.Durable
            | SessionGuarantees.Shared | SessionGuarantees.FreshLoads;

    /// <summary>Gets whether a schema can precede the name of a table.</summary>
    internal virtual bool HasSchemas => true;

    /// <summary>Gets whether the database is a server, and not a file of this machine that has one writer.</summary>
    internal virtual bool IsServer => true;

    /// <summary>
    /// Gets whether concurrent loads, updates of values, and new sessions without users share round trips. Without <see cref="HasArrays"/>,
    /// the database has <c>FOR UPDATE SKIP LOCKED</c> and takes several statements at once.
    /// </summary>
    internal virtual bool CanBatch => false;

    /// <summary>
    /// Gets whether parameters can be arrays, so that <see cref="UpdateMany"/> and <see cref="InsertMany"/> can send several writes in one
    /// statement.
    /// </summary>
    internal virtual bool HasArrays => false;

    /// <summary>
    /// Gets whether <see cref="DeleteExpired"/> starts at <c>@start</c> and returns a row: the number of deleted rows, and the expiration
    /// of the last one.
    /// </summary>
    internal virtual bool HasCleanupCursor => false;

    /// <summary>Gets the query for the process that serves a connection; <see langword="null"/> if there is none.</summary>
    internal virtual string? ServerProcess => null;

    /// <summary>Gets the type of timestamps: milliseconds since 1970 as a 64-bit integer, or <see cref="DbType.DateTimeOffset"/>.</summary>
    internal virtual DbType TimestampType => DbType.Int64;

    /// <summary>Gets whether equal text can differ in the number of spaces at its end.</summary>
    internal virtual bool IgnoresTrailingSpaces => false;

    /// <summary>Gets whether parameters need the sizes of their columns, because the server plans each size separately.</summary>
    internal virtual bool HasParameterSizes => false;

    /// <summary>
    /// Gets the query that waits for the lock of a user, <c>@lock</c>, and returns 1 if it was acquired; <see langword="null"/> if the
    /// database has one writer. The lock is released with the transaction, or by <see cref="ReleaseLock"/>.
    /// </summary>
    internal virtual string? TakeLock => null;

    /// <summary>Gets the statement that releases the lock; <see langword="null"/> if the end of the transaction does.</summary>
    internal virtual string? ReleaseLock => null;

    /// <summary>Gets whether a lock has a 64-bit number, and not a name.</summary>
    internal virtual bool HasNumericLocks => false;

    /// <summary>Gets whether the sign-ins of a user can be serialized, so that the user's sessions can be counted.</summary>
    internal bool CanLimitSessions => !IsServer || TakeLock is not null;

    /// <summary>Gets the condition of records that have not expired at <c>@now</c>.</summary>
    internal virtual string Live => "expires > @now";

    /// <summary>Gets the condition of records that have expired at <c>@now</c>, and of rows whose expiration is invalid.</summary>
    internal virtual string Expired => "expires <= @now";

    /// <summary>Returns the SQL that creates the table and its indexes if they do not exist.</summary>
    /// <param name="table">The name of the table.</param>
    protected internal abstract string CreateScript(string table);

    /// <summary>
    /// Returns <see cref="CreateScript"/> in a form that several processes can run at once. The default is the same script.
    /// </summary>
    /// <param name="table">The name of the table.</param>
    protected internal virtual string EnsureCreated(string table) => CreateScript(table);

    /// <summary>
    /// Returns an <c>INSERT</c> that affects one row. If the key exists, it affects none, or fails with an error for which
    /// <see cref="IsDuplicateKey"/> returns <see langword="true"/>. The default is <c>ON CONFLICT DO NOTHING</c>.
    /// </summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="columns">The columns, quoted and separated by commas.</param>
    /// <param name="values">The parameters of the columns, separated by commas; that of the key is <c>@key</c>.</param>
    protected internal virtual string InsertIfAbsent(string table, string columns, string values)
        => $"INSERT INTO {QuoteTable(table)} ({columns}) VALUES ({values}) ON CONFLICT DO NOTHING";

    /// <summary>
    /// Returns a <c>DELETE</c> of up to <c>@batch</c> rows that have expired at <c>@now</c>, in the order of their expiration. It should
    /// skip locked rows instead of waiting for them.
    /// </summary>
    /// <param name="table">The name of the table.</param>
    protected internal abstract string DeleteExpired(string table);

    /// <summary>Returns a query that returns the first <c>@batch</c> rows of another one. The default is <c>LIMIT</c>.</summary>
    /// <param name="query">The query, which begins with <c>SELECT</c> and ends with <c>ORDER BY</c>.</param>
    protected internal virtual string TakeFirst(string query) => $"{query} LIMIT @batch";

    /// <summary>Returns an identifier in quotes. The default is double quotes; MySQL has backticks.</summary>
    /// <param name="name">The identifier: letters, digits and underscores.</param>
    protected internal virtual string QuoteIdentifier(string name) => $"\"{name}\"";

    /// <summary>Returns the expression for the length of a column in bytes. The default is <c>length(…)</c>.</summary>
    /// <param name="column">The column.</param>
    protected internal virtual string ByteLength(string column) => $"length({column})";

    /// <summary>
    /// Returns whether the server rolled everything back and a second attempt can succeed, for example after a deadlock. The default is
    /// SQLSTATE class 40.
    /// </summary>
    /// <param name="error">The error.</param>
    protected internal virtual bool IsRolledBack(DbException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.SqlState is ['4', '0', ..];
    }

    /// <summary>
    /// Returns whether the connection was lost, so that the last statement may have been executed or not. The default is SQLSTATE class
    /// 08, or an error of the network.
    /// </summary>
    /// <param name="error">The error.</param>
    protected internal virtual bool IsConnectionLost(DbException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error.SqlState is { } state
            ? state.StartsWith("08", StringComparison.Ordinal)
            : error.GetBaseException() is IOException or SocketException;
    }

    /// <summary>
    /// Returns whether a row was not inserted because its key exists, and nothing else was rolled back. The default is
    /// <see langword="false"/>.
    /// </summary>
    /// <param name="error">The error.</param>
    protected internal virtual bool IsDuplicateKey(DbException error) => false;

    /// <summary>Returns a sentence that describes how to fix an error; by default <see langword="null"/>.</summary>
    /// <param name="error">The error.</param>
    protected internal virtual string? GetHint(DbException error) => null;

    /// <summary>Returns the name of a table in quotes, with its schema if it has one.</summary>
    /// <param name="table">The name of the table.</param>
    protected internal string QuoteTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return string.Join('.', table.Split('.').Select(QuoteIdentifier));
    }

    /// <summary>
    /// Returns the statement that updates the rows of <c>@keys</c> that have <c>@versions</c> and <c>@expires</c>, and skips locked rows.
    /// Its rows are the keys of those that were updated.
    /// </summary>
    /// <param name="table">The name of the table.</param>
    /// <param name="condition">A further condition, with the operator before it; it may be empty.</param>
    internal virtual string UpdateMany(string table, string condition) => "";

    /// <summary>
    /// Returns the statement that inserts rows with <c>@keys</c>, <c>@created</c>, <c>@expires</c>, <c>@deadlines</c>, <c>@versions</c>,
    /// <c>@expiries</c> and <c>@payloads</c> whose key does not exist. Its rows are the keys of those that were inserted.
    /// </summary>
    /// <inheritdoc cref="UpdateMany"/>
    internal virtual string InsertMany(string table, string condition) => "";

    /// <summary>
    /// Returns a condition that is true and sets whether the commit of its transaction waits for the disk; <see langword="null"/> if a
    /// statement cannot.
    /// </summary>
    internal virtual string? SetSynchronousCommit(bool isOn) => null;

    /// <summary>
    /// Returns the type of a column of text, bytes or timestamps (<see cref="TimestampType"/>) that a later version adds;
    /// <see langword="null"/> if it is not known.
    /// </summary>
    internal virtual string? GetColumnType(DbType type) => null;

    /// <summary>Returns the SQL that adds columns, each given with its type.</summary>
    internal virtual string AddColumns(string table, IEnumerable<string> columns)
        => $"ALTER TABLE {QuoteTable(table)} {string.Join(", ", columns.Select(static column => $"ADD COLUMN {column}"))}";

    /// <summary>
    /// Returns a sentence that describes what to change in a connection string; <see langword="null"/> if there is nothing to change.
    /// </summary>
    internal virtual string? FindProblem(string connectionString) => null;

    /// <summary>Returns the schema of a table, or <see langword="null"/>, and the name without it.</summary>
    internal static (string? Schema, string Name) Split(string table)
        => table.Split('.') is [var schema, var name] ? (schema, name) : (null, table);

    /// <summary>Returns the dialect of a connection.</summary>
    /// <exception cref="ArgumentException">The connection's type is not known.</exception>
    internal static DatabaseDialect For(DbConnection connection) => connection.GetType().FullName switch
    {
        "Microsoft.Data.Sqlite.SqliteConnection" or "System.Data.SQLite.SQLiteConnection" => Sqlite,
        "Npgsql.NpgsqlConnection" => PostgreSql,
        "MySqlConnector.MySqlConnection" or "MySql.Data.MySqlClient.MySqlConnection" => MySql,
        "Microsoft.Data.SqlClient.SqlConnection" => SqlServer,
        var other => throw new ArgumentException(
            $"No dialect is known for connections of type {other}; Microsoft.Data.Sqlite, System.Data.SQLite, Npgsql, MySqlConnector and "
            + "Microsoft.Data.SqlClient have one. Set DatabaseEngineOptions.Dialect: to one of them for a connection that wraps theirs, or "
            + "to your own.",
            nameof(connection)),
    };
}
