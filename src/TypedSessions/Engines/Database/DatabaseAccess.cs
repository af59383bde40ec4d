using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>How to reach the database and speak to it: what the parts of the engine share.</summary>
internal sealed class DatabaseAccess
{
    /// <summary>How often something is tried, when a second attempt may succeed.</summary>
    private const int MostAttempts = 3;

    private const string OpenAttempt = "open a connection";

    private readonly DbDataSource _dataSource;
    private readonly DatabaseEngineOptions _options;

    public DatabaseAccess(DbDataSource dataSource, DatabaseEngineOptions options, TimeProvider timeProvider)
    {
        _dataSource = dataSource;
        _options = options;
        Dialect = options.Dialect ?? DialectOf(dataSource);
        if (!Dialect.HasSchemas && options.TableName.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException(
                $"{Dialect.Name} has no schemas: set {nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.TableName)} to "
                + $"'{DatabaseDialect.Split(options.TableName).Name}'.",
                nameof(options));
        }

        Statements = new SessionStatements(Dialect, options);
        Mapper = new RecordMapper(Dialect, options.MaxPayloadBytes);
        CommandTimeout = Dialect.IsServer ? null : (int)Math.Ceiling(options.LockTimeout.TotalSeconds);
        Lanes = Dialect.IsServer ? Math.Clamp(Environment.ProcessorCount / 2, 1, 8) : Environment.ProcessorCount;
        Prepared = new PreparedStatements(Dialect, options.PreparesStatements);
        File = Dialect.IsServer ? null : new DatabaseFile(options, timeProvider);
    }

    public DatabaseDialect Dialect { get; }

    public SessionStatements Statements { get; }

    public RecordMapper Mapper { get; }

    /// <summary>
    /// How many groups of the same kind may be under way. On a server few, so that groups form: one carries 64 at
    /// a time. Of SQLite one for each processor, because a page that has to come from the disk holds up a group.
    /// </summary>
    public int Lanes { get; }

    /// <summary>How many seconds a statement may take; <see langword="null"/> for what the connection string says.</summary>
    public int? CommandTimeout { get; }

    /// <summary>How long a record has to be expired before it is removed.</summary>
    public TimeSpan ClockSkew => _options.ClockSkew;

    /// <summary>The file that the database is in; <see langword="null"/> on a server.</summary>
    public DatabaseFile? File { get; }

    /// <summary>Whether statements are prepared by a message of their own.</summary>
    public PreparedStatements Prepared { get; }

    /// <summary>Whether others are ready to run that may have something for the database as well.</summary>
    public Func<bool> HasCompany => _options.HasCompany;

    /// <summary>Opens a connection and prepares it for its work.</summary>
    /// <exception cref="SessionEngineException">It could not be opened.</exception>
    /// <exception cref="DbException">It was opened before, and lost since.</exception>
    public async ValueTask<SessionConnection> OpenAsync(bool forWriting, CancellationToken cancellationToken)
    {
        var generation = File?.BeforeOpen() ?? 0;
        var connection = await ConnectAsync(forWriting, cancellationToken);
        try
        {
            await Prepared.DetectAsync(connection, cancellationToken);
            var session = new SessionConnection(connection, this) { FileGeneration = generation };
            if (File is not null)
            {
                await AttachAsync(File, session, forWriting, cancellationToken);
            }

            return session;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a connection to a server, which needs no preparation, by a synchronous call.</summary>
    /// <param name="timeout">How long each statement may take, if the connection string does not say less.</param>
    /// <exception cref="NotSupportedException">The provider, as it is set up, has no synchronous calls.</exception>
    /// <exception cref="SessionEngineException">It could not be opened.</exception>
    /// <exception cref="DbException">It was opened before, and lost since.</exception>
    public SessionConnection Open(TimeSpan timeout)
    {
        var connection = Connect();
        try
        {
            Prepared.Detect(connection);
            return new SessionConnection(connection, this, timeout);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>The result of some work, whose troubles are told as the engine's.</summary>
    /// <exception cref="SessionEngineException">The work failed.</exception>
    public async ValueTask<T> ExplainAsync<T>(string attempt, ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (IsTrouble(error))
        {
            throw Trouble(attempt, error);
        }
    }

    /// <inheritdoc cref="ExplainAsync{T}(string, ValueTask{T})"/>
    public ValueTask<T> ExplainAsync<T>(string attempt, Task<T> work) => ExplainAsync(attempt, new ValueTask<T>(work));

    /// <summary>
    /// What to throw instead of an error. Says what was tried and what mends it; the error itself goes inside. Its words are not repeated,
    /// because some errors quote the connection string.
    /// </summary>
    public SessionEngineException Trouble(string attempt, Exception error)
    {
        var mend = error switch
        {
            DbException database => Dialect.MendFor(database),
            NotSupportedException when Prepared.IsOn => PreparedStatements.Mend,
            _ => null,
        };
        var message = $"The database session engine ({Dialect.Name}, table {_options.TableName}) could not {attempt}.";
        return new SessionEngineException(mend is null ? message : $"{message} {mend}", error);
    }

    /// <summary>What to throw instead of a write for which the disk has no room.</summary>
    public SessionEngineException OutOfSpace(string attempt) => new(
        $"The database session engine ({Dialect.Name}, table {_options.TableName}) could not {attempt}. The disk has no room for the "
        + $"{_options.DiskReserve} bytes of {nameof(DatabaseEngineOptions)}.{nameof(DatabaseEngineOptions.DiskReserve)}; until there is, "
        + "sessions can only be read and removed.");

    /// <summary>
    /// Whether to try again after an error: the server has done nothing, or the connection was lost. What may not be done twice has to see
    /// whether it was done.
    /// </summary>
    public bool MayRepeat(DbException error, int attempt)
        => attempt < MostAttempts && (Dialect.IsRolledBack(error) || Dialect.IsConnectionLost(error));

    /// <summary>Whether an error is the engine's, and not the caller's.</summary>
    public static bool IsTrouble(Exception error)
        => error is not (OperationCanceledException or ArgumentException or ObjectDisposedException or SessionEngineException);

    /// <summary>Whether a connection still leads to the database, and not to a file that was replaced.</summary>
    public bool IsCurrent(SessionConnection connection) => File is null || connection.FileGeneration == File.Generation;

    private async ValueTask AttachAsync(
        DatabaseFile file, SessionConnection connection, bool forWriting, CancellationToken cancellationToken)
    {
        try
        {
            await file.AttachAsync(connection, forWriting, cancellationToken);
        }
        catch (Exception error) when (IsTrouble(error))
        {
            throw Trouble(OpenAttempt, error);
        }
    }

    private async ValueTask<DbConnection> ConnectAsync(bool forWriting, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await OpenConnectionAsync(cancellationToken);
            return await SetUpAsync(connection, forWriting, cancellationToken);
        }
        catch (Exception error) when (error is not (OperationCanceledException or SessionEngineException))
        {
            throw Trouble(OpenAttempt, error);
        }
    }

    // The provider's pool may have connections to a file that was replaced: from then on it is left alone.
    private async ValueTask<DbConnection> OpenConnectionAsync(CancellationToken cancellationToken)
    {
        if (File is null or { Generation: 0 })
        {
            return await _dataSource.OpenConnectionAsync(cancellationToken);
        }

        var connection = _dataSource.CreateConnection();
        var connectionString = new DbConnectionStringBuilder { ConnectionString = connection.ConnectionString };
        connectionString["Pooling"] = "False";
        connection.ConnectionString = connectionString.ConnectionString;
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private DbConnection Connect()
    {
        try
        {
            return _dataSource.OpenConnection();
        }
        catch (Exception error) when (error is not NotSupportedException)
        {
            throw Trouble(OpenAttempt, error);
        }
    }

    private async ValueTask<DbConnection> SetUpAsync(DbConnection connection, bool forWriting, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var sql in Dialect.Setup(_options, forWriting))
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                command.CommandTimeout = CommandTimeout ?? command.CommandTimeout;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private static DatabaseDialect DialectOf(DbDataSource dataSource)
    {
        using var connection = dataSource.CreateConnection();
        return DatabaseDialect.For(connection);
    }
}
