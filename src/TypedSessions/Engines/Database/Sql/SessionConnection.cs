using System.Data;
using System.Data.Common;
using System.Globalization;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>An open connection to the session table with its prepared statements. Used by one caller at a time.</summary>
/// <param name="connection">The connection, which this one owns.</param>
/// <param name="table">The table.</param>
/// <param name="usePreparedStatements">Whether statements are prepared on the server by a separate request.</param>
/// <param name="commandTimeout">
/// The maximum time of a statement in seconds, unless the connection string has a lower one; <see langword="null"/> for none.
/// </param>
internal sealed class SessionConnection(DbConnection connection, SessionTable table, bool usePreparedStatements, int? commandTimeout)
    : IAsyncDisposable, IDisposable
{
    private readonly Dictionary<Statement, DbCommand> _commands = [];
    private DbTransaction? _transaction;

    public SessionTable Table => table;

    /// <summary>Gets the <see cref="LocalFile.DatabaseFile.Generation"/> of the file that the connection has opened.</summary>
    public int FileGeneration { get; init; }

    /// <summary>Returns whether a change is one of the values and the last use only.</summary>
    public static bool HasOnlyValueChanges(SessionRecord current, SessionRecord next)
        => next.ExpiresAt == current.ExpiresAt && next.Expiry == current.Expiry && next.Owner == current.Owner
            && next.OwnerScheme == current.OwnerScheme && next.AbsoluteExpiration == current.AbsoluteExpiration
            && next.SignedInAt == current.SignedInAt && next.Device == current.Device;

    /// <summary>Returns the record of a key, expired or not; <see langword="null"/> if there is none that can be read.</summary>
    public async ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(table.Load, cancellationToken, key.ToArray());
        return await rows.ReadAsync(cancellationToken) ? table.Read(rows) : null;
    }

    /// <inheritdoc cref="LoadAsync(SessionKey, CancellationToken)"/>
    public SessionRecord? Load(SessionKey key)
    {
        var command = GetCommand(table.Load, [key.ToArray()]);
        try
        {
            if (usePreparedStatements)
            {
                command.Prepare();
            }

            using var rows = command.ExecuteReader();
            return rows.Read() ? table.Read(rows) : null;
        }
        catch (Exception error) when (ConnectionLostException.Wraps(error))
        {
            throw new ConnectionLostException(error);
        }
    }

    /// <summary>Returns the number that a statement counts. Some databases count in 32 bits.</summary>
    public async ValueTask<long> CountAsync(Statement count, object now, CancellationToken cancellationToken)
    {
        await using var rows = await QueryAsync(count, cancellationToken, now);
        return await rows.ReadAsync(cancellationToken) ? Convert.ToInt64(rows.GetValue(0), CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Stores a record. Returns <see langword="false"/> if the key exists.</summary>
    public async ValueTask<bool> TryInsertAsync(SessionKey key, SessionRecord record)
    {
        try
        {
            return await ExecuteAsync(
                table.Insert,
                [
                    key.ToArray(), table.ToColumn(record.CreatedAt), table.ToColumn(record.ExpiresAt),
                    table.ToColumn(record.AbsoluteExpiration), record.Version, record.Expiry.ToStoredValue(), record.Owner,
                    record.OwnerScheme, table.ToColumn(record.SignedInAt), table.ToColumn(record.LastSeenAt), record.Device?.ToBytes(),
                    table.GetPayload(record),
                ]) == 1;
        }
        catch (DbException error) when (table.IsDuplicateKey(error))
        {
            return false;
        }
    }

    /// <summary>Replaces a record. Returns <see langword="false"/> if it is no longer <paramref name="current"/>.</summary>
    public async ValueTask<bool> TryUpdateAsync(SessionKey key, SessionRecord current, SessionRecord next)
        => await (HasOnlyValueChanges(current, next)
            ? ExecuteAsync(
                table.UpdateValues,
                [
                    next.Version, table.ToColumn(next.LastSeenAt), table.GetPayload(next),
                    key.ToArray(), current.Version, table.ToColumn(current.ExpiresAt),
                ])
            : ExecuteAsync(
                table.Update,
                [
                    table.ToColumn(next.ExpiresAt), table.ToColumn(next.AbsoluteExpiration), next.Version, next.Expiry.ToStoredValue(),
                    next.Owner, next.OwnerScheme, table.ToColumn(next.SignedInAt), table.ToColumn(next.LastSeenAt),
                    next.Device?.ToBytes(), table.GetPayload(next), key.ToArray(), current.Version, table.ToColumn(current.ExpiresAt),
                ])) == 1;

    /// <summary>
    /// Updates the expiration and the last use. Returns <see langword="false"/> if the record has another version or has expired.
    /// </summary>
    public async ValueTask<bool> TryTouchAsync(SessionKey key, long version, SessionRecord next, DateTimeOffset now)
        => await ExecuteAsync(
            table.Touch,
            [
                table.ToColumn(next.ExpiresAt), table.ToColumn(next.LastSeenAt), next.Device?.ToBytes(),
                key.ToArray(), version, table.ToColumn(now),
            ]) == 1;

    /// <summary>Updates the last use. Returns <see langword="false"/> if the record is no longer <paramref name="current"/>.</summary>
    public async ValueTask<bool> TryUpdateLastSeenAsync(SessionKey key, SessionRecord current, SessionRecord next)
        => await ExecuteAsync(
            table.UpdateLastSeen,
            [
                table.ToColumn(next.LastSeenAt), next.Device?.ToBytes(),
                key.ToArray(), current.Version, table.ToColumn(current.ExpiresAt),
            ]) == 1;

    /// <summary>
    /// Replaces a record by a closed copy. Returns <see langword="false"/> if it is no longer <paramref name="current"/>.
    /// </summary>
    public async ValueTask<bool> TryCloseAsync(SessionKey key, SessionRecord current, SessionRecord copy)
        => await ExecuteAsync(
            table.Close,
            [
                table.ToColumn(copy.ExpiresAt), copy.Version, copy.Expiry.ToStoredValue(), copy.Closure!.ToBytes(), table.GetPayload(copy),
                key.ToArray(), current.Version, table.ToColumn(current.ExpiresAt),
            ]) == 1;

    /// <summary>Runs a statement. Returns the number of affected rows.</summary>
    public ValueTask<int> ExecuteAsync(Statement statement, params ReadOnlySpan<object?> values)
        => TranslateAsync(RunAsync(
            statement, GetCommand(statement, values), static (command, _) => command.ExecuteNonQueryAsync(), CancellationToken.None));

    /// <summary>Runs a query.</summary>
    public ValueTask<DbDataReader> QueryAsync(Statement statement, CancellationToken cancellationToken, params ReadOnlySpan<object?> values)
        => TranslateAsync(RunAsync(
            statement, GetCommand(statement, values), static (command, token) => command.ExecuteReaderAsync(token), cancellationToken));

    /// <summary>Runs a query whose rows are keys.</summary>
    public async ValueTask<HashSet<SessionKey>> QueryKeysAsync(Statement statement, object?[] values)
    {
        var keys = new HashSet<SessionKey>();
        await using var rows = await QueryAsync(statement, CancellationToken.None, values);
        while (await rows.ReadAsync())
        {
            keys.Add(new SessionKey(rows.GetFieldValue<byte[]>(0)));
        }

        return keys;
    }

    /// <summary>Cancels a query whose rows are no longer needed, on another thread, because a provider may wait for its server.</summary>
    public async Task CancelAsync(Statement statement)
    {
        try
        {
            await Task.Run(_commands[statement].Cancel);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            // The connection is lost, and the reader of the rows gets that error.
        }
    }

    /// <summary>Returns the names of the table's columns.</summary>
    public async ValueTask<IReadOnlySet<string>> ReadColumnsAsync(CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(table.SelectNothing);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        return Enumerable.Range(0, rows.FieldCount).Select(rows.GetName).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Runs SQL that is not worth preparing.</summary>
    public async Task RunOnceAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Begins a transaction at the isolation level READ COMMITTED.</summary>
    public async ValueTask<DbTransaction> BeginAsync()
        => _transaction = await TranslateAsync(
            connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None));

    /// <summary>Detaches further statements from the transaction, which has ended.</summary>
    public void LeaveTransaction() => _transaction = null;

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

    private async ValueTask<T> RunAsync<T>(
        Statement statement, DbCommand command, Func<DbCommand, CancellationToken, Task<T>> run, CancellationToken cancellationToken)
    {
        // Providers remember the prepared statements of a pooled connection, so this sends one request per connection.
        if (usePreparedStatements && statement.CanPrepare)
        {
            await command.PrepareAsync(cancellationToken);
        }

        return await run(command, cancellationToken);
    }

    private DbCommand GetCommand(Statement statement, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(statement, out var command))
        {
            _commands.Add(statement, command = CreateCommand(statement));
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }

    // SQLite prepares a command at its first execution, and keeps the statement as long as the command exists.
    private DbCommand CreateCommand(Statement statement)
    {
        var command = CreateCommand(statement.Sql);
        foreach (var (name, type, size) in statement.Parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            if (type is { } known)
            {
                parameter.DbType = known;
            }

            if (size is { } limit)
            {
                parameter.Size = limit;
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    // Returns the result of an operation of the provider, and wraps network errors.
    private static async ValueTask<T> TranslateAsync<T>(ValueTask<T> work)
    {
        try
        {
            return await work;
        }
        catch (Exception error) when (ConnectionLostException.Wraps(error))
        {
            throw new ConnectionLostException(error);
        }
    }

    // A timeout of 0 in a connection string means no limit.
    private DbCommand CreateCommand(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;

        // Some providers require it of each command.
        command.Transaction = _transaction;
        if (commandTimeout is { } limit && (command.CommandTimeout == 0 || limit < command.CommandTimeout))
        {
            command.CommandTimeout = limit;
        }

        return command;
    }
}
