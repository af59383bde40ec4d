using System.Collections.Concurrent;
using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The insert of several records without users by one statement.</summary>
internal sealed class InsertMany
{
    private static readonly string[] Columns = ["key", "created", "expires", "deadline", "version", "expiry", "payload"];

    private readonly DatabaseDialect _dialect;
    private readonly string _insert;
    private readonly Statement _arrays;

    // Without arrays: by the number of records.
    private readonly ConcurrentDictionary<int, Statement> _statements = [];

    /// <param name="dialect">The dialect.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="condition">A further condition of the statement with arrays, with the operator before it; it may be empty.</param>
    public InsertMany(DatabaseDialect dialect, string table, string condition)
    {
        _dialect = dialect;
        _insert = $"INSERT INTO {dialect.QuoteTable(table)} ({string.Join(", ", Columns.Select(dialect.QuoteIdentifier))}) VALUES";
        _arrays = new(
            dialect.InsertMany(table, condition),
            new("@keys"), new("@created"), new("@expires"), new("@deadlines"), new("@versions"), new("@expiries"), new("@payloads"));
    }

    /// <summary>Inserts records.</summary>
    /// <returns>
    /// The keys of the inserted records. Without arrays, these are all: an existing key is an error, which rolls back the others.
    /// </returns>
    public async ValueTask<HashSet<SessionKey>> RunAsync(SessionConnection connection, SessionRecordEntry[] records)
    {
        if (_dialect.HasArrays)
        {
            return await connection.QueryKeysAsync(_arrays, GetArrays(records, connection.Table));
        }

        // In the order of their keys, to prevent deadlocks between the batches of two nodes.
        var rows = records.OrderBy(static it => it.Key).SelectMany(it => GetRow(it, connection.Table)).ToArray();
        await connection.ExecuteAsync(_statements.GetOrAdd(records.Length, CreateStatement), rows);
        return [.. records.Select(static it => it.Key)];
    }

    private static object?[] GetArrays(SessionRecordEntry[] records, SessionTable table) =>
    [
        Array.ConvertAll(records, static it => it.Key.ToArray()),
        Array.ConvertAll(records, static it => it.Record.CreatedAt.ToUniversalTime()),
        Array.ConvertAll(records, static it => it.Record.ExpiresAt.ToUniversalTime()),
        Array.ConvertAll(records, static it => it.Record.AbsoluteExpiration?.ToUniversalTime()),
        Array.ConvertAll(records, static it => it.Record.Version),
        Array.ConvertAll(records, static it => it.Record.Expiry.ToStoredValue()),
        Array.ConvertAll(records, it => table.GetPayload(it.Record)),
    ];

    // In the order of the columns.
    private static object?[] GetRow(SessionRecordEntry it, SessionTable table) =>
    [
        it.Key.ToArray(), table.ToColumn(it.Record.CreatedAt), table.ToColumn(it.Record.ExpiresAt),
        table.ToColumn(it.Record.AbsoluteExpiration), it.Record.Version, it.Record.Expiry.ToStoredValue(), table.GetPayload(it.Record),
    ];

    private Statement CreateStatement(int count)
    {
        var rows = Enumerable.Range(0, count).Select(row => Array.ConvertAll(Columns, column => CreateParameter(column, row))).ToArray();
        var values = rows.Select(static row => $"({Parameter.Join(row)})");
        return new($"{_insert} {string.Join(", ", values)}", [.. rows.SelectMany(static row => row)]);
    }

    private Parameter CreateParameter(string column, int row) => new($"@{column}{row}", column switch
    {
        "key" or "payload" => DbType.Binary,
        "version" or "expiry" => DbType.Int64,
        _ => _dialect.TimestampType,
    });
}
