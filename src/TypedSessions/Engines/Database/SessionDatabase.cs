using System.Data.Common;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>Runs reads and writes on the database: connections, retries and errors.</summary>
internal abstract class SessionDatabase : IAsyncDisposable
{
    private const int MaxAttempts = 3;

    protected SessionDatabase(DbDataSource dataSource, DatabaseEngineOptions options, DatabaseDialect dialect, TimeProvider timeProvider)
    {
        DataSource = dataSource;
        Options = options;
        Dialect = dialect;
        TimeProvider = timeProvider;
        Table = new SessionTable(dialect, options.TableName, options.MaxPayloadBytes, options.SynchronousCommit);
    }

    public DatabaseDialect Dialect { get; }

    public SessionTable Table { get; }

    protected DbDataSource DataSource { get; }

    protected DatabaseEngineOptions Options { get; }

    protected TimeProvider TimeProvider { get; }

    /// <exception cref="ArgumentException">
    /// No dialect is known for the connections, or it does not support the table's name or the connection string.
    /// </exception>
    public static SessionDatabase Create(DbDataSource dataSource, DatabaseEngineOptions options, TimeProvider timeProvider)
    {
        var dialect = options.Dialect ?? FindDialect(dataSource);
        if (!dialect.HasSchemas && DatabaseDialect.Split(options.TableName) is { Schema: not null, Name: var name })
        {
            throw new ArgumentException(
                $"{dialect.Name} has no schemas: set {nameof(DatabaseEngineOptions)}.{nameof(options.TableName)} to '{name}'.",
                nameof(options));
        }

        if (dialect.FindProblem(dataSource.ConnectionString) is { } problem)
        {
            throw new ArgumentException(problem, nameof(dataSource));
        }

        return dialect.IsServer
            ? new ServerDatabase(dataSource, options, dialect, timeProvider)
            : new SqliteDatabase(dataSource, options, dialect, timeProvider);
    }

    /// <summary>Returns the record of a key, expired or not.</summary>
    public abstract ValueTask<SessionRecord?> LoadAsync(SessionKey key);

    /// <summary>Returns the record of a key, expired or not, on the calling thread only.</summary>
    public abstract SessionRecord? Load(SessionKey key, TimeSpan timeout);

    /// <summary>Executes a write. When this returns, it is committed.</summary>
    public abstract ValueTask<T> WriteAsync<T>(WriteOperation<T> operation);

    /// <summary>Returns a connection to read from, which goes to <see cref="ReturnReaderAsync"/> after its use.</summary>
    public abstract ValueTask<SessionConnection> RentReaderAsync(CancellationToken cancellationToken);

    /// <param name="reader">The connection.</param>
    /// <param name="isReusable">Whether the connection can be used again.</param>
    public abstract ValueTask ReturnReaderAsync(SessionConnection reader, bool isReusable);

    /// <summary>Waits for the loads and writes in progress, and closes the connections.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Reads on a connection, and repeats the read if the connection was lost.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<SessionConnection, ValueTask<T>> readAsync, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            SessionConnection? reader = null;
            var isReusable = false;
            try
            {
                reader = await RentReaderAsync(cancellationToken);
                var result = await readAsync(reader);
                isReusable = true;
                return result;
            }
            catch (DbException error) when (CanRepeat(error, attempt))
            {
                // Usually the pool returned a connection that had been closed while idle.
            }
            finally
            {
                await (reader is null ? ValueTask.CompletedTask : ReturnReaderAsync(reader, isReusable));
            }
        }
    }

    /// <summary>
    /// Returns the upgrade that the table needs; <see langword="null"/> if it has the current version or cannot be read. A migration may
    /// create it later, and the first request reports any other error.
    /// </summary>
    public async ValueTask<TableUpgrade?> FindUpgradeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var columns = await ReadAsync(reader => reader.ReadColumnsAsync(cancellationToken), cancellationToken);
            return TableUpgrade.Find(Dialect, Options.TableName, columns);
        }
        catch (Exception error) when (error is DbException or SessionEngineException)
        {
            return null;
        }
    }

    /// <summary>
    /// Returns whether to repeat an operation after an error: the server rolled it back, or the connection was lost. A write that is not
    /// idempotent must then verify whether it took effect.
    /// </summary>
    public bool CanRepeat(DbException error, int attempt)
        => attempt < MaxAttempts && (Dialect.IsRolledBack(error) || Dialect.IsConnectionLost(error));

    /// <summary>Returns whether an error is the database's, and not the caller's.</summary>
    public static bool IsDatabaseError(Exception error)
        => error is not (OperationCanceledException or ArgumentException or ObjectDisposedException or SessionEngineException);

    /// <summary>Returns the result of an operation, and translates its errors to those of the engine.</summary>
    /// <exception cref="SessionEngineException">The operation failed.</exception>
    public async ValueTask<T> TranslateAsync<T>(string description, ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (IsDatabaseError(error))
        {
            throw CreateException(description, error);
        }
    }

    /// <summary>
    /// Creates the exception for an error. The error's message is not included, because some messages quote the connection string.
    /// </summary>
    /// <param name="description">The operation, to complete "could not …".</param>
    /// <param name="error">The error.</param>
    public SessionEngineException CreateException(string description, Exception error) => new(Describe(description, GetHint(error)), error);

    protected string Describe(string description, string? hint)
        => $"The database session engine ({Dialect.Name}, table {Options.TableName}) could not {description}. {hint}".TrimEnd();

    protected SessionEngineException CreateOpenException(Exception error) => CreateException("open a connection", error);

    protected virtual string? GetHint(Exception error) => error switch
    {
        DbException database => Dialect.GetHint(database),
        OutdatedTableException => error.Message,
        _ => null,
    };

    private static DatabaseDialect FindDialect(DbDataSource dataSource)
    {
        using var connection = dataSource.CreateConnection();
        return DatabaseDialect.For(connection);
    }
}
