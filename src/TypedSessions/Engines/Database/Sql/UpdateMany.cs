using System.Collections.Concurrent;
using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The update of the values of several records. It skips those that others have locked or changed.</summary>
internal sealed class UpdateMany
{
    private static readonly Statement Rollback = new("ROLLBACK") { CanPrepare = false };

    private readonly DatabaseDialect _dialect;
    private readonly string _table;
    private readonly string _key;
    private readonly Statement _arrays;

    // Without arrays: by the number of records.
    private readonly ConcurrentDictionary<int, Statement> _locks = [];
    private readonly ConcurrentDictionary<int, Statement> _updates = [];

    /// <param name="dialect">The dialect.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="condition">A further condition of the statement with arrays, with the operator before it; it may be empty.</param>
    public UpdateMany(DatabaseDialect dialect, string table, string condition)
    {
        _dialect = dialect;
        _table = dialect.QuoteTable(table);
        _key = dialect.QuoteIdentifier("key");
        _arrays = new(
            dialect.UpdateMany(table, condition), new("@keys"), new("@versions"), new("@expires"), new("@seen"), new("@payloads"));
    }

    /// <summary>Updates records. Returns the keys of those that were updated.</summary>
    public ValueTask<HashSet<SessionKey>> RunAsync(SessionConnection connection, ValuesChange[] changes)
        => _dialect.HasArrays
            ? connection.QueryKeysAsync(_arrays, GetArrays(changes, connection.Table))
            : LockAndUpdateAsync(connection, changes);

    // Without RETURNING, a transaction locks the rows, so that the rows that are found unchanged are those that are updated.
    private async ValueTask<HashSet<SessionKey>> LockAndUpdateAsync(SessionConnection connection, ValuesChange[] changes)
    {
        try
        {
            var unchanged = await LockAsync(connection, changes);
            await connection.ExecuteAsync(_updates.GetOrAdd(unchanged.Length, CreateUpdate), GetColumns(unchanged, connection.Table));
            return [.. unchanged.Select(static it => it.Key)];
        }
        catch
        {
            await TryRollBackAsync(connection);
            throw;
        }
    }

    // Begins a transaction and locks the rows. Returns the changes whose rows are as expected.
    private async ValueTask<ValuesChange[]> LockAsync(SessionConnection connection, ValuesChange[] changes)
    {
        var stored = new Dictionary<SessionKey, (long Version, DateTimeOffset? ExpiresAt)>(changes.Length);
        await using var rows = await connection.QueryAsync(
            _locks.GetOrAdd(changes.Length, CreateLock), CancellationToken.None, [.. changes.Select(static it => it.Key.ToArray())]);
        while (await rows.ReadAsync())
        {
            var key = new SessionKey(rows.GetFieldValue<byte[]>(0));
            stored[key] = (rows.GetInt64(1), connection.Table.ReadTimestamp(rows, 2));
        }

        return Array.FindAll(
            changes, it => stored.TryGetValue(it.Key, out var row) && row == (it.Current.Version, it.Current.ExpiresAt));
    }

    // The pool may not reset its connections.
    private static async ValueTask TryRollBackAsync(SessionConnection connection)
    {
        try
        {
            await connection.ExecuteAsync(Rollback);
        }
        catch (Exception)
        {
            // The transaction ends with the connection, which is lost. The first error is the one to report.
        }
    }

    private static object?[] GetArrays(ValuesChange[] changes, SessionTable table) =>
    [
        Array.ConvertAll(changes, static it => it.Key.ToArray()),
        Array.ConvertAll(changes, static it => it.Current.Version),
        Array.ConvertAll(changes, static it => it.Current.ExpiresAt),
        Array.ConvertAll(changes, static it => it.Next.LastSeenAt?.ToUniversalTime()),
        Array.ConvertAll(changes, it => table.GetPayload(it.Next)),
    ];

    private static object?[] GetColumns(ValuesChange[] changes, SessionTable table) =>
    [
        .. changes.Select(static it => it.Key.ToArray()),
        .. changes.Select(it => table.ToColumn(it.Next.LastSeenAt)),
        .. changes.Select(it => table.GetPayload(it.Next)),
    ];

    // READ COMMITTED locks no gaps, so that other nodes can store new sessions.
    private Statement CreateLock(int count)
    {
        var keys = Parameter.CreateMany("key", DbType.Binary, count);
        return new(
            $"""
            SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
            START TRANSACTION;
            SELECT {_key}, version, expires FROM {_table} WHERE {_key} IN ({Parameter.Join(keys)}) FOR UPDATE SKIP LOCKED
            """,
            keys)
        { CanPrepare = false };
    }

    private Statement CreateUpdate(int count)
    {
        if (count == 0)
        {
            return Rollback;
        }

        var keys = Parameter.CreateMany("key", DbType.Binary, count);
        var seen = Parameter.CreateMany("seen", _dialect.TimestampType, count);
        var payloads = Parameter.CreateMany("payload", DbType.Binary, count);
        return new(
            $"""
            UPDATE {_table} SET version = version + 1, seen = {Choose(keys, seen)}, payload = {Choose(keys, payloads)}
            WHERE {_key} IN ({Parameter.Join(keys)});
            COMMIT
            """,
            [.. keys, .. seen, .. payloads])
        { CanPrepare = false };
    }

    private string Choose(Parameter[] keys, Parameter[] values)
        => $"CASE {_key} {string.Join(' ', keys.Zip(values, static (key, value) => $"WHEN {key.Name} THEN {value.Name}"))} END";
}
