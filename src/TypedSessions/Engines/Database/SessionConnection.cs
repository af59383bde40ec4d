using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>An open connection with its prepared statements. Used by one caller at a time.</summary>
/// <param name="connection">The connection, of which this one disposes.</param>
/// <param name="database">The database.</param>
/// <param name="timeout">
/// How long a statement may take, if the database's own limit is not less; <see langword="null"/> for that one.
/// </param>
internal sealed class SessionConnection(DbConnection connection, DatabaseAccess database, TimeSpan? timeout = null) : IAsyncDisposable, IDisposable
{
    private readonly Dictionary<Statement, DbCommand> _commands = [];

    /// <summary>Which of the files that the database has been in since the engine started the connection leads to.</summary>
    public int FileGeneration { get; init; }

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(Statement statement, params ReadOnlySpan<object?> values)
    {
        var command = CommandFor(statement, values);
        return database.Prepared.IsOn ? PrepareAndExecuteAsync(command) : command.ExecuteNonQueryAsync();
    }

    /// <summary>The rows of a query.</summary>
    public Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
    {
        var command = CommandFor(statement, values);
        return database.Prepared.IsOn ? PrepareAndQueryAsync(command, cancellationToken) : command.ExecuteReaderAsync(cancellationToken);
    }

    /// <summary>
    /// Asks the database to give up a statement whose rows are no longer wanted. Off
    /// the caller's thread, because a provider may wait for its server.
    /// </summary>
    public async Task CancelAsync(Statement statement)
    {
        try
        {
            await Task.Run(_commands[statement].Cancel);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // The connection is lost, and whoever reads the rows has been told so.
        }
    }

    /// <summary>The record of a key, expired or not; <see langword="null"/> when there is none, or none that can be read.</summary>
    public async ValueTask<SessionRecord?> LoadAsync(Statement load, SessionKey key, CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(load, cancellationToken, key.ToArray());
        return await rows.ReadAsync(cancellationToken) ? database.Mapper.Read(rows) : null;
    }

    /// <summary>The same by synchronous calls.</summary>
    public SessionRecord? Load(Statement load, SessionKey key)
    {
        var command = CommandFor(load, [key.ToArray()]);
        if (database.Prepared.IsOn)
        {
            command.Prepare();
        }

        using var rows = command.ExecuteReader();
        return rows.Read() ? database.Mapper.Read(rows) : null;
    }

    /// <summary>The records of those keys that have one, expired or not.</summary>
    public async ValueTask<Dictionary<SessionKey, SessionRecord>> LoadAsync(Statement loadMany, SessionKey[] keys)
    {
        var records = new Dictionary<SessionKey, SessionRecord>(keys.Length);
        await using var rows = await QueryAsync(loadMany, CancellationToken.None, [Array.ConvertAll(keys, key => key.ToArray())]);
        while (await rows.ReadAsync(CancellationToken.None))
        {
            if (database.Mapper.TryRead(rows, out var session))
            {
                records[session.Key] = session.Record;
            }
        }

        return records;
    }

    /// <summary>Runs SQL that is not worth preparing.</summary>
    public async Task RunOnceAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = NewCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>
    /// Opens a transaction, which is rolled back unless it is committed. It sees what others have committed before each statement.
    /// </summary>
    public ValueTask<DbTransaction> BeginAsync()
        => connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    // A server's provider remembers what is prepared on a connection that goes back
    // to its pool; so this asks the server once per connection.
    private static async Task<int> PrepareAndExecuteAsync(DbCommand command)
    {
        await command.PrepareAsync();
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<DbDataReader> PrepareAndQueryAsync(DbCommand command, CancellationToken cancellationToken)
    {
        await command.PrepareAsync(cancellationToken);
        return await command.ExecuteReaderAsync(cancellationToken);
    }

    private DbCommand CommandFor(Statement statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            command = NewCommand(statement);
            _commands.Add(statement, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    // SQLite prepares at the first execution, and keeps what it prepared as long as the command lives.
    private DbCommand NewCommand(Statement statement)
    {
        var command = NewCommand(statement.Sql);
        foreach (var (name, type) in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            if (type is { } known)
            {
                parameter.DbType = known;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    private DbCommand NewCommand(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = Shorter(database.CommandTimeout ?? command.CommandTimeout);
        return command;
    }

    // ADO.NET counts whole seconds; 0 is for ever.
    private int Shorter(int seconds)
        => timeout is { } limit && (int)Math.Ceiling(limit.TotalSeconds) is var most && (seconds == 0 || most < seconds) ? most : seconds;
}
