using System.Data.Common;
using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Database;

/// <summary>
/// Keeps sessions in one table of a database that ADO.NET reaches, one row each. The application brings the provider.
/// </summary>
/// <remarks>
/// <para>Nothing is reported as stored before its commit has returned. Register one engine per process.</para>
/// <para>SQLite runs in WAL mode: readers never wait for the writer, and all writes of an engine go through one connection. What waits together shares a
/// transaction. A file that was deleted or replaced is noticed at the next write, and within a second by reads. On a full disk sessions
/// can still be removed.</para>
/// <para>PostgreSQL is for several nodes. Reads and writes run in parallel on the data source's pool, each in one round trip unless others changed the
/// same session. What the server rolled back because of others is tried again, and so are reads and touches when the connection breaks. A
/// write whose
/// connection broke may have been stored; it is tried again and counts only if that shows that the first attempt was not stored, as is so
/// where the server had ended the connection while it
/// was idle. Otherwise it is an error, because the second attempt would take its own traces for those of others: a created key taken, a
/// rotated session gone.</para>
/// <para>On PostgreSQL a batch of expired records begins where the one before ended, until a clean-up is through; on both, a list that is left early is not read to its end.</para>
/// <para>Sessions expire by the clock of the application, not of the database: nodes need synchronised clocks. Removal waits for
/// <see cref="DatabaseEngineOptions.ClockSkew"/>, and on PostgreSQL for the server's clock as well.</para>
/// </remarks>
public sealed class DatabaseSessionEngine : ISynchronousSessionEngine, ISessionInventory, IPreparableEngine, IAsyncDisposable, IDisposable
{
    private readonly DatabaseAccess _database;
    private readonly string _ensureCreated;
    private readonly bool _createsTable;
    private readonly SessionReader _reader;
    private readonly IWritePath _writes;
    private readonly ClearingMark _clearingMark = new();

    /// <summary>An engine on a database. Opens no connection yet.</summary>
    /// <param name="dataSource">Where the database is. Remains the caller's to dispose of.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="options">The table and its use; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <exception cref="ArgumentException">No dialect is known for the data source's connections, and the options name none.</exception>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public DatabaseSessionEngine(DbDataSource dataSource, TimeProvider clock, DatabaseEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(clock);
        options = new DatabaseEngineOptionsValidator().Check(options ?? new DatabaseEngineOptions());
        _database = new DatabaseAccess(dataSource, options, clock);
        _reader = new SessionReader(_database, clock);
        _writes = _database.Dialect.IsServer ? new ParallelWrites(_database, clock) : new WriteQueue(_database, clock);
        _createsTable = options.CreateTable;
        CreateScript = _database.Dialect.CreateScript(options.TableName);
        _ensureCreated = _database.Dialect.EnsureCreated(options.TableName);
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => _database.Dialect.Guarantees;

    /// <summary>The SQL that makes the table and its indexes where they do not exist, for the application's own migrations.</summary>
    public string CreateScript { get; }

    /// <summary>Makes the table and its indexes where they do not exist. Several processes may do so at once.</summary>
    /// <exception cref="SessionEngineException">The database refused.</exception>
    public async ValueTask EnsureCreatedAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await _writes.RunAsync(new EnsureCreatedOperation(_database, _ensureCreated, cancellationToken));
    }

    ValueTask IPreparableEngine.PrepareAsync(CancellationToken cancellationToken)
        => _createsTable ? EnsureCreatedAsync(cancellationToken) : default;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
        => _reader.LoadAsync(key, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// PostgreSQL: the timeout is that of each statement, rounded up to whole seconds. The wait for a connection is limited by
    /// <c>Timeout</c> of the connection string. Npgsql's multiplexing has no synchronous calls; there the thread waits for
    /// <see cref="LoadAsync"/>.
    /// </remarks>
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout, TimeSpan.Zero);
        return _reader.LoadForWaitingThreadAsync(key, timeout).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        return WriteAsync(new CreateOperation(_database, key, record, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(new UpdateOperation(_database, key, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(changes);
        return WriteAsync(new RotateOperation(_database, key, newKey, loaded, changes, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
        => WriteAsync(new RemoveOperation(_database, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        return _database.Dialect.IsServer
            ? WriteAsync(new RemoveExpiredOnServerOperation(_database, _clearingMark, batch, cancellationToken), cancellationToken)
            : WriteAsync(new RemoveExpiredOperation(_database, batch, cancellationToken), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => _reader.CountAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => _reader.CountExpiredAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> ListAsync(CancellationToken cancellationToken) => _reader.ListAsync(cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<StoredSession> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return _reader.FindByOwnerAsync(owner, cancellationToken);
    }

    /// <summary>Waits for the loads and writes under way and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writes.DisposeAsync();
        await _reader.DisposeAsync();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private ValueTask<T> WriteAsync<T>(WriteOperation<T> operation, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _writes.RunAsync(operation);
    }
}
