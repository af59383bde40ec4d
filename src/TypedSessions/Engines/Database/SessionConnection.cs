using System.Data.Common;

namespace TypedSessions.Engines.Database;

/// <summary>An open connection with its prepared statements. Used by one caller at a time.</summary>
internal sealed class SessionConnection(DbConnection connection, RecordMapper mapper, TimeSpan timeout) : IAsyncDisposable
{
    private readonly Dictionary<Statement, DbCommand> _commands = [];
    private readonly int _timeoutInSeconds = (int)Math.Ceiling(timeout.TotalSeconds);

    /// <summary>Runs a statement.</summary>
    /// <returns>How many rows it changed.</returns>
    public Task<int> ExecuteAsync(Statement statement, params ReadOnlySpan<object?> values)
        => Prepared(statement, values).ExecuteNonQueryAsync();

    /// <summary>The rows of a query.</summary>
    public Task<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
        => Prepared(statement, values).ExecuteReaderAsync(cancellationToken);

    /// <summary>The record of a key, expired or not; <see langword="null"/> when there is none, or none that can be read.</summary>
    public async ValueTask<SessionRecord?> LoadAsync(Statement load, SessionKey key, CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(load, cancellationToken, key.ToArray());
        return await rows.ReadAsync(cancellationToken) ? mapper.Read(rows) : null;
    }

    /// <summary>Runs SQL that is not worth preparing.</summary>
    public async Task RunOnceAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = _timeoutInSeconds;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in _commands.Values)
        {
            await command.DisposeAsync();
        }

        await connection.DisposeAsync();
    }

    private DbCommand Prepared(Statement statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            command = Prepare(statement);
            _commands.Add(statement, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    // The provider prepares at the first execution, when the values' types are known, and keeps what it prepared as long as the command lives.
    private DbCommand Prepare(Statement statement)
    {
        var command = connection.CreateCommand();
        command.CommandText = statement.Sql;
        command.CommandTimeout = _timeoutInSeconds;
        foreach (var name in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
