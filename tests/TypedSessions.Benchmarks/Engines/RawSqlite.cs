using Microsoft.Data.Sqlite;

namespace TypedSessions.Benchmarks.Engines;

/// <summary>
/// The lower limit of the cost: one connection with prepared statements on a table like the engine's,
/// without concurrent callers, versions, expiry or hashed keys.
/// </summary>
internal sealed class RawSqlite : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _read;
    private readonly SqliteCommand _write;
    private readonly SqliteCommand _begin;
    private readonly SqliteCommand _commit;

    public RawSqlite(string path, IReadOnlyList<byte[]> keys, byte[] payload)
    {
        _connection = new SqliteConnection($"Data Source={path};Pooling=False");
        _connection.Open();
        Execute(
            """
            PRAGMA journal_mode=WAL;
            PRAGMA synchronous=NORMAL;
            CREATE TABLE sessions (
                "key" BLOB NOT NULL PRIMARY KEY, expires INTEGER NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL);
            CREATE INDEX sessions_expires ON sessions (expires);
            """);
        _read = CreateCommand("""SELECT expires, version, payload FROM sessions WHERE "key" = @key""", "@key");
        _write = CreateCommand(
            """UPDATE sessions SET expires = @expires, version = @version, payload = @payload WHERE "key" = @key""",
            "@expires",
            "@version",
            "@payload",
            "@key");
        _begin = CreateCommand("BEGIN IMMEDIATE");
        _commit = CreateCommand("COMMIT");
        using var insert = CreateCommand(
            """INSERT INTO sessions ("key", expires, version, payload) VALUES (@key, 0, 0, @payload)""", "@key", "@payload");
        foreach (var key in keys)
        {
            insert.Parameters[0].Value = key;
            insert.Parameters[1].Value = payload;
            insert.ExecuteNonQuery();
        }
    }

    public byte[] Read(byte[] key)
    {
        _read.Parameters[0].Value = key;
        using var row = _read.ExecuteReader();
        row.Read();
        _ = row.GetInt64(0) + row.GetInt64(1);
        return row.GetFieldValue<byte[]>(2);
    }

    public void Write(byte[] key, long version, byte[] payload)
    {
        _write.Parameters[0].Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _write.Parameters[1].Value = version;
        _write.Parameters[2].Value = payload;
        _write.Parameters[3].Value = key;
        _write.ExecuteNonQuery();
    }

    public void Begin() => _begin.ExecuteNonQuery();

    public void Commit() => _commit.ExecuteNonQuery();

    public void Dispose() => _connection.Dispose();

    private void Execute(string sql)
    {
        using var command = CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    private SqliteCommand CreateCommand(string sql, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }
}
