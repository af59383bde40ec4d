using System.Collections.Concurrent;
using System.Data.Common;
using System.Globalization;
using TypedSessions.Engines.Database.LocalFile;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;

namespace TypedSessions.Engines.Database;

/// <summary>A SQLite database: readers whose statements stay prepared, and one writer.</summary>
internal sealed class SqliteDatabase : SessionDatabase
{
    private static readonly int MaxIdleReaders = Math.Max(4, Environment.ProcessorCount * 2);
    private static readonly Statement ListFiles = new("PRAGMA database_list");

    private readonly ConcurrentBag<SessionConnection> _idleReaders = [];
    private readonly SqliteWriter _writer;
    private int _idleReaderCount;
    private volatile bool _isDisposed;

    public SqliteDatabase(DbDataSource dataSource, DatabaseEngineOptions options, DatabaseDialect dialect, TimeProvider timeProvider)
        : base(dataSource, options, dialect, timeProvider)
    {
        File = new DatabaseFile(options.DiskReserve, timeProvider);
        _writer = new SqliteWriter(this, options.ShouldYield, timeProvider);
    }

    public DatabaseFile File { get; }

    public override ValueTask<SessionRecord?> LoadAsync(SessionKey key)
        => ReadAsync(reader => reader.LoadAsync(key, CancellationToken.None), CancellationToken.None);

    // The lock timeout limits the wait, and nothing waits for another thread.
    public override SessionRecord? Load(SessionKey key, TimeSpan timeout)
        => ReadAsync(reader => new ValueTask<SessionRecord?>(reader.Load(key)), CancellationToken.None).AsTask().GetAwaiter().GetResult();

    public override ValueTask<T> WriteAsync<T>(WriteOperation<T> operation)
        => TranslateAsync(operation.Description, _writer.RunAsync(operation));

    public override async ValueTask<SessionConnection> RentReaderAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, typeof(DatabaseSessionEngine));
        File.CheckPeriodically();
        while (_idleReaders.TryTake(out var reader))
        {
            Interlocked.Decrement(ref _idleReaderCount);
            if (reader.FileGeneration == File.Generation)
            {
                return reader;
            }

            await reader.DisposeAsync();
        }

        return await OpenAsync(forWriting: false, cancellationToken);
    }

    // The bag takes locks to count, so the count is kept separately. A few readers more than the maximum do no harm.
    public override ValueTask ReturnReaderAsync(SessionConnection reader, bool isReusable)
    {
        if (!isReusable || Volatile.Read(ref _idleReaderCount) >= MaxIdleReaders)
        {
            return reader.DisposeAsync();
        }

        Interlocked.Increment(ref _idleReaderCount);
        _idleReaders.Add(reader);
        return _isDisposed ? CloseReadersAsync() : ValueTask.CompletedTask;
    }

    /// <summary>Opens a connection to the current file.</summary>
    /// <exception cref="SessionEngineException">The connection could not be opened, or the file is missing or was replaced.</exception>
    public async ValueTask<SessionConnection> OpenAsync(bool forWriting, CancellationToken cancellationToken)
    {
        var generation = File.BeforeOpen();
        SessionConnection? connection = null;
        try
        {
            connection = new SessionConnection(
                await ConnectAsync(cancellationToken),
                Table,
                usePreparedStatements: false,
                (int)Math.Ceiling(Options.LockTimeout.TotalSeconds))
            {
                FileGeneration = generation,
            };
            await SetUpAsync(connection, forWriting, cancellationToken);
            File.AfterOpen(generation, forWriting);
            return connection;
        }
        catch (Exception error)
        {
            await (connection?.DisposeAsync() ?? ValueTask.CompletedTask);
            if (IsDatabaseError(error))
            {
                throw CreateOpenException(error);
            }

            throw;
        }
    }

    public SessionEngineException CreateOutOfSpaceException(string description) => new(Describe(
        description,
        $"The disk is full: free space for the {Options.DiskReserve} bytes of {nameof(DatabaseEngineOptions)}."
        + $"{nameof(Options.DiskReserve)}, because until then sessions can only be read and removed."));

    public override async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        await _writer.DisposeAsync();
        await CloseReadersAsync();
    }

    // The provider's pool may have connections to a file that was replaced.
    private async ValueTask<DbConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        if (File.Generation == 0)
        {
            return await DataSource.OpenConnectionAsync(cancellationToken);
        }

        var connection = DataSource.CreateConnection();
        var connectionString = new DbConnectionStringBuilder { ConnectionString = connection.ConnectionString };
        connectionString["Pooling"] = "False";
        connection.ConnectionString = connectionString.ConnectionString;
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    // The file keeps its journal mode, but each connection has its own synchronous setting.
    private async ValueTask SetUpAsync(SessionConnection connection, bool forWriting, CancellationToken cancellationToken)
    {
        await connection.RunOnceAsync(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA busy_timeout={(long)Options.LockTimeout.TotalMilliseconds}"),
            cancellationToken);
        if (forWriting)
        {
            await connection.RunOnceAsync("PRAGMA journal_mode=WAL", cancellationToken);
            var synchronous = Options.SynchronousCommit is true ? "FULL" : "NORMAL";
            await connection.RunOnceAsync($"PRAGMA synchronous={synchronous}", cancellationToken);
        }

        File.Path ??= await FindPathAsync(connection, cancellationToken);
    }

    // Empty for a database in memory.
    private static async ValueTask<string> FindPathAsync(SessionConnection connection, CancellationToken cancellationToken)
    {
        await using var rows = await connection.QueryAsync(ListFiles, cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            if (rows.GetString(1) == "main" && !rows.IsDBNull(2))
            {
                return rows.GetString(2);
            }
        }

        return "";
    }

    private async ValueTask CloseReadersAsync()
    {
        while (_idleReaders.TryTake(out var reader))
        {
            await reader.DisposeAsync();
        }
    }
}
