using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>Stores sessions in a table of a database, one row each. The application references the ADO.NET provider.</summary>
/// <remarks>
/// <para>A write returns after its commit. Register one engine per process.</para>
/// <para>
/// SQLite runs in WAL mode: readers never wait for the writer, and concurrent writes share a transaction of the one connection that writes.
/// A file that was deleted or replaced is detected by the next write, and within a second by reads. On a full disk sessions can still be
/// removed.
/// </para>
/// <para>
/// Servers are for several nodes: reads and writes run in parallel on the data source's pool, each in one round trip unless others changed
/// the same session. On PostgreSQL and MySQL, concurrent loads, updates of values and new sessions without users share round trips.
/// Statements that the server rolled back are repeated, and so are reads and touches whose connection was lost. Another write whose
/// connection was lost is repeated, and fails unless the repetition proves that the first attempt had no effect, for example because the
/// server had closed the connection while it was idle.
/// </para>
/// <para>
/// On PostgreSQL a batch of expired records starts where the previous one ended, until a cleanup is complete. A list that is left early is
/// not read to its end.
/// </para>
/// <para>
/// Sessions expire by the clock of the application, not of the database: nodes need synchronized clocks. Removal waits for
/// <see cref="DatabaseEngineOptions.ClockSkew"/>, and on servers for the server's clock as well.
/// </para>
/// </remarks>
public sealed partial class DatabaseSessionEngine
    : ISynchronousSessionEngine, IPagedSessionInventory, ISessionLimitEngine, IPreparableEngine, IAsyncDisposable, IDisposable
{
    private const string LoadDescription = "load a session";

    private readonly SessionDatabase _database;
    private readonly TimeProvider _timeProvider;
    private readonly DatabaseEngineOptions _options;
    private readonly CleanupCursor? _cleanupCursor;
    private readonly KeyedAsyncLock _signIns = new();

    /// <summary>Initializes a new instance. Opens no connection yet.</summary>
    /// <param name="dataSource">The database. The engine does not dispose of it.</param>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <exception cref="ArgumentException">
    /// No dialect is known for the data source's connections and the options have none, or the dialect does not support the table's name or
    /// the connection string.
    /// </exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public DatabaseSessionEngine(DbDataSource dataSource, TimeProvider timeProvider, DatabaseEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(timeProvider);
        _options = new DatabaseEngineOptionsValidator().Check(options ?? new DatabaseEngineOptions());
        _timeProvider = timeProvider;
        _database = SessionDatabase.Create(dataSource, _options, timeProvider);
        _cleanupCursor = _database.Dialect.HasCleanupCursor ? new CleanupCursor() : null;
        CreateScript = _database.Dialect.CreateScript(_options.TableName);
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => _database.Dialect.Guarantees;

    /// <summary>Gets the SQL that creates the table and its indexes if they do not exist, for the application's own migrations.</summary>
    public string CreateScript { get; }

    private SessionTable Table => _database.Table;

    ValueTask IPreparableEngine.PrepareAsync(CancellationToken cancellationToken)
        => _options.CreateTable ? EnsureCreatedAsync(cancellationToken) : ThrowIfOutdatedAsync(cancellationToken);

    /// <summary>
    /// Creates the table and its indexes if they do not exist, and adds the columns that a table of an earlier version lacks. Several
    /// processes can do so at once.
    /// </summary>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    /// <exception cref="SessionEngineException">The database failed or denied access, or its table has other columns.</exception>
    public async ValueTask EnsureCreatedAsync(CancellationToken cancellationToken = default)
        => await WriteAsync(
            new EnsureCreatedOperation(_database.Dialect, _options.TableName, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return NullIfExpired(await _database.TranslateAsync(LoadDescription, _database.LoadAsync(key)));
    }

    /// <inheritdoc/>
    /// <remarks>
    /// On a server, the timeout is that of each statement, rounded up to whole seconds. The wait for a connection is limited by
    /// <c>Timeout</c> of the connection string. Npgsql's multiplexing has no synchronous calls; there the thread waits for
    /// <see cref="LoadAsync"/>.
    /// </remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        try
        {
            return NullIfExpired(_database.Load(key, timeout));
        }
        catch (Exception error) when (SessionDatabase.IsDatabaseError(error))
        {
            throw _database.CreateException(LoadDescription, error);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return WriteAsync(new CreateOperation(key, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(new UpdateOperation(key, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(new RotateOperation(key, newKey, loaded, changes, limit: null, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public bool CanLimitSessions => _database.Dialect.CanLimitSessions;

    /// <inheritdoc/>
    public ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(limit);
        var owner = new OwnerLimit(record.Owner!, limit);
        return WriteSerializedAsync(new LimitedCreateOperation(key, record, owner, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit limit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        ArgumentNullException.ThrowIfNull(limit);
        var owner = new OwnerLimit((changes.HasOwner ? changes.Owner : loaded.Owner)!, limit);
        return WriteSerializedAsync(new RotateOperation(key, newKey, loaded, changes, owner, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => WriteAsync(new RemoveOperation(key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return WriteAsync(new RemoveExpiredOperation(_cleanupCursor, _options.ClockSkew, batchSize, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
        => CountAsync("count the sessions", Table.Count, GetNow(), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
        => CountAsync("count the expired sessions", Table.CountExpired, GetNow(_options.ClockSkew), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken)
        => ReadRowsAsync("list the sessions", Table.List, [GetNow()], cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return ReadRowsAsync("find the sessions of a user", Table.FindByOwner, [owner, GetNow()], cancellationToken);
    }

    /// <summary>Waits for the loads and writes in progress, and closes the connections.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async ValueTask ThrowIfOutdatedAsync(CancellationToken cancellationToken)
    {
        if (await _database.FindUpgradeAsync(cancellationToken) is { } upgrade)
        {
            throw _database.CreateException("use its table", new OutdatedTableException(upgrade));
        }
    }

    private ValueTask<T> WriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.WriteAsync(operation);
    }

    // Serializes the sign-ins of a user in this process, so that they do not occupy connections while they wait.
    private async ValueTask<T> WriteSerializedAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        using var releaser = await _signIns.AcquireAsync([SessionKey.FromText(operation.LockedOwner!)], cancellationToken);
        return await WriteAsync(operation, cancellationToken);
    }

    private SessionRecord? NullIfExpired(SessionRecord? record)
        => record is not null && !record.HasExpired(_timeProvider.GetUtcNow()) ? record : null;

    private object GetNow(TimeSpan skew = default) => Table.ToColumn(_timeProvider.GetUtcNow() - skew);

    private ValueTask<long> CountAsync(string description, Statement count, object now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _database.TranslateAsync(
            description, _database.ReadAsync(reader => reader.CountAsync(count, now, cancellationToken), cancellationToken));
    }

    // All rows are those of one point in time. Rows that are not records are skipped.
    private async IAsyncEnumerable<SessionRecordEntry> ReadRowsAsync(
        string description, Statement statement, object[] values, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (reader, open) = await _database.TranslateAsync(description, QueryAsync(statement, values, cancellationToken));
        var isReusable = false;
        try
        {
            await using var rows = open;
            try
            {
                while (await _database.TranslateAsync(description, new ValueTask<bool>(rows.ReadAsync(cancellationToken))))
                {
                    if (Table.TryRead(rows, out var session))
                    {
                        yield return session;
                    }
                }

                isReusable = true;
            }
            finally
            {
                if (!isReusable)
                {
                    // A server's provider would read the rest before it closes the rows.
                    await reader.CancelAsync(statement);
                }
            }
        }
        finally
        {
            await _database.ReturnReaderAsync(reader, isReusable);
        }
    }

    private async ValueTask<(SessionConnection Reader, DbDataReader Rows)> QueryAsync(
        Statement statement, object[] values, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        for (var attempt = 1; ; attempt++)
        {
            SessionConnection? reader = null;
            try
            {
                reader = await _database.RentReaderAsync(cancellationToken);
                return (reader, await reader.QueryAsync(statement, cancellationToken, values));
            }
            catch (Exception error)
            {
                await (reader is null ? ValueTask.CompletedTask : _database.ReturnReaderAsync(reader, isReusable: false));
                if (error is not DbException database || !_database.CanRepeat(database, attempt))
                {
                    throw;
                }
            }
        }
    }
}
