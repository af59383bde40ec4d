using System.Data.Common;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>
/// A database server, which locks rows: reads and writes run in parallel on connections of the provider's pool, without a transaction
/// if one statement is enough.
/// </summary>
internal sealed class ServerDatabase : SessionDatabase
{
    // A connection that was closed while idle fails at once. Later, the caller may have timed out, and the reported failure must remain
    // true.
    private static readonly TimeSpan MaxTimeToRepeat = TimeSpan.FromSeconds(5);

    private readonly PreparedStatements _prepared;
    private readonly BatchedLoads? _loads;
    private readonly BatchedWrites<UpdateOperation>? _updates;
    private readonly BatchedWrites<CreateOperation>? _creates;
    private volatile bool _isDisposed;
    private volatile bool _hasNoSynchronousCalls;

    public ServerDatabase(DbDataSource dataSource, DatabaseEngineOptions options, DatabaseDialect dialect, TimeProvider timeProvider)
        : base(dataSource, options, dialect, timeProvider)
    {
        _prepared = new PreparedStatements(dialect, options.UsePreparedStatements);
        if (dialect.CanBatch)
        {
            _loads = new BatchedLoads(this, options.ShouldYield, timeProvider);
            _updates = new(this, options.ShouldYield, timeProvider);
            _creates = new(this, options.ShouldYield, timeProvider);
        }
    }

    /// <summary>Gets the maximum number of batches of a kind that run at once: few, so that batches form.</summary>
    public static int MaxConcurrentBatches { get; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    public override ValueTask<SessionRecord?> LoadAsync(SessionKey key)
    {
        ThrowIfDisposed();
        return _loads is null ? LoadAloneAsync(key) : _loads.LoadAsync(key);
    }

    /// <summary>Returns the record of a key by a separate statement.</summary>
    public ValueTask<SessionRecord?> LoadAloneAsync(SessionKey key)
        => ReadAsync(reader => reader.LoadAsync(key, CancellationToken.None), CancellationToken.None);

    public override SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ThrowIfDisposed();
        if (!_hasNoSynchronousCalls)
        {
            try
            {
                return LoadSynchronously(key, timeout);
            }
            catch (NotSupportedException)
            {
                _hasNoSynchronousCalls = true;
            }
        }

        return LoadAsync(key).AsTask().GetAwaiter().GetResult();
    }

    public override async ValueTask<T> WriteAsync<T>(WriteOperation<T> operation)
    {
        ThrowIfDisposed();
        await TranslateAsync(operation.Description, RunAsync(operation));
        return operation.Result;
    }

    public override ValueTask<SessionConnection> RentReaderAsync(CancellationToken cancellationToken)
    {
        ThrowIfDisposed();
        return OpenAsync(cancellationToken);
    }

    public override ValueTask ReturnReaderAsync(SessionConnection reader, bool isReusable) => reader.DisposeAsync();

    /// <summary>Opens a connection.</summary>
    /// <exception cref="SessionEngineException">The connection could not be opened.</exception>
    /// <exception cref="DbException">The connection of the pool was lost.</exception>
    public async ValueTask<SessionConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await ConnectAsync(cancellationToken);
        try
        {
            await _prepared.DetectAsync(connection, cancellationToken);
            return new SessionConnection(connection, Table, _prepared.IsOn, commandTimeout: null);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns whether an error may be that of one item of a batch, so that the others can succeed without it.</summary>
    public bool IsStatementError(DbException error) => error.SqlState is not null && !Dialect.IsConnectionLost(error);

    /// <summary>Executes a write alone, and repeats it if another attempt can succeed.</summary>
    /// <param name="operation">The write.</param>
    /// <param name="start">When the first attempt began.</param>
    public async ValueTask<bool> RunAloneAsync(WriteOperation operation, long start)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunOnceAsync(operation, isRepeated: attempt > 1 || operation.LostReply is not null);
                return true;
            }
            catch (DbException error) when (
                CanRepeat(error, attempt) && (operation.IsIdempotent || !Dialect.IsConnectionLost(error) || IsInTime(start)))
            {
                // A conflict with another transaction, or the pool returned a connection that had been closed while idle.
            }
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await (_loads?.DrainAsync() ?? Task.CompletedTask);
        await (_updates?.DrainAsync() ?? Task.CompletedTask);
        await (_creates?.DrainAsync() ?? Task.CompletedTask);
        _isDisposed = true;
    }

    protected override string? GetHint(Exception error)
        => error is NotSupportedException && _prepared.IsOn ? PreparedStatements.Hint : base.GetHint(error);

    private void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_isDisposed, typeof(DatabaseSessionEngine));

    private async ValueTask<bool> RunAsync(WriteOperation operation)
    {
        var start = TimeProvider.GetTimestamp();
        if (await TryInBatchAsync(operation))
        {
            return true;
        }

        return operation.LostReply is { } lost && !IsInTime(start)
            ? throw CreateException(operation.Description, lost)
            : await RunAloneAsync(operation, start);
    }

    private async ValueTask<bool> TryInBatchAsync(WriteOperation operation) => operation switch
    {
        UpdateOperation { HasOnlyValueChanges: true } update when _updates is not null => await _updates.TryAsync(update),
        CreateOperation { IsAnonymous: true } create when _creates is not null => await _creates.TryAsync(create),
        _ => false,
    };

    private bool IsInTime(long start) => TimeProvider.GetElapsedTime(start) < MaxTimeToRepeat;

    // A repeated write runs in a transaction: under a stricter default isolation the server could refuse it each time.
    private async ValueTask RunOnceAsync(WriteOperation operation, bool isRepeated)
    {
        await using var connection = await OpenAsync(operation.CancellationToken);
        try
        {
            await RunOnceAsync(operation, isRepeated, connection);
        }
        finally
        {
            if (operation.LockedOwner is { } owner)
            {
                connection.LeaveTransaction();
                await Table.Owners.ReleaseLockAsync(connection, owner);
            }
        }
    }

    private async ValueTask RunOnceAsync(WriteOperation operation, bool isRepeated, SessionConnection connection)
    {
        var now = TimeProvider.GetUtcNow();
        await using var transaction = operation.CanUseTransaction && (isRepeated || operation.NeedsTransaction)
            ? await connection.BeginAsync()
            : null;
        try
        {
            await (operation.LockedOwner is { } owner ? Table.Owners.TakeLockAsync(connection, owner) : ValueTask.CompletedTask);
            await operation.ExecuteAsync(connection, now);
        }
        catch (DbException error) when (transaction is null && !operation.IsIdempotent && Dialect.IsConnectionLost(error))
        {
            operation.LostReply = error;
            throw;
        }

        if (operation.LostReply is { } lost && !operation.IsApplied)
        {
            // An existing key, a missing session or a higher version may be the effect of the first attempt.
            throw CreateException(operation.Description, lost);
        }

        await (transaction is null ? ValueTask.CompletedTask : CommitAsync(operation, transaction));
    }

    private async ValueTask CommitAsync(WriteOperation operation, DbTransaction transaction)
    {
        try
        {
            await transaction.CommitAsync();
        }
        catch (DbException error) when (!operation.IsIdempotent && Dialect.IsConnectionLost(error))
        {
            throw CreateException(operation.Description, error);
        }
    }

    private async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await DataSource.OpenConnectionAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw CreateOpenException(error);
        }
    }

    private SessionRecord? LoadSynchronously(SessionKey key, TimeSpan timeout)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var connection = new SessionConnection(Connect(), Table, _prepared.IsOn, (int)Math.Ceiling(timeout.TotalSeconds));
                return connection.Load(key);
            }
            catch (DbException error) when (CanRepeat(error, attempt))
            {
                // Usually the pool returned a connection that had been closed while idle.
            }
        }
    }

    private DbConnection Connect()
    {
        try
        {
            return DataSource.OpenConnection();
        }
        catch (Exception error) when (error is not NotSupportedException)
        {
            throw CreateOpenException(error);
        }
    }
}
