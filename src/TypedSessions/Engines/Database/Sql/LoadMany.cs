using System.Data;

namespace TypedSessions.Engines.Database.Sql;

/// <summary>The load of several records by one statement.</summary>
internal sealed class LoadMany
{
    /// <summary>The largest number of keys in one load.</summary>
    public const int MaxKeys = 64;

    // Without arrays: statements of a few sizes only, so that the server has few to prepare.
    private static readonly int[] BatchSizes = [4, 16, MaxKeys];

    private readonly DatabaseDialect _dialect;
    private readonly Statement[] _statements;

    /// <param name="dialect">The dialect.</param>
    /// <param name="selectByKey">The query, up to the key in its condition.</param>
    public LoadMany(DatabaseDialect dialect, string selectByKey)
    {
        _dialect = dialect;
        _statements = dialect.HasArrays
            ? [new($"{selectByKey} = ANY (@keys)", new Parameter("@keys"))]
            : [.. BatchSizes.Select(size => Create($"{selectByKey} IN", size))];
    }

    /// <summary>Returns the records of those keys that have one, expired or not.</summary>
    public async ValueTask<Dictionary<SessionKey, SessionRecord>> RunAsync(SessionConnection connection, SessionKey[] keys)
    {
        var records = new Dictionary<SessionKey, SessionRecord>(keys.Length);
        var (statement, values) = Prepare(keys);
        await using var rows = await connection.QueryAsync(statement, CancellationToken.None, values);
        while (await rows.ReadAsync(CancellationToken.None))
        {
            if (connection.Table.TryRead(rows, out var session))
            {
                records[session.Key] = session.Record;
            }
        }

        return records;
    }

    private (Statement Statement, object?[] Values) Prepare(SessionKey[] keys)
    {
        if (_dialect.HasArrays)
        {
            return (_statements[0], [Array.ConvertAll(keys, static key => key.ToArray())]);
        }

        // The last key fills the remaining parameters.
        var statement = _statements.First(statement => statement.Parameters.Count >= keys.Length);
        var values = new object?[statement.Parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = keys[Math.Min(i, keys.Length - 1)].ToArray();
        }

        return (statement, values);
    }

    private static Statement Create(string select, int size)
    {
        var keys = Parameter.CreateMany("key", DbType.Binary, size);
        return new($"{select} ({Parameter.Join(keys)})", keys);
    }
}
