using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>
/// A well-written distributed cache on SQLite: WAL, synchronous=NORMAL, open connections with prepared statements.
/// Reading an entry extends its sliding expiration, as in ASP.NET Core's SQL Server cache.
/// </summary>
internal sealed class SqliteCache : IDistributedCache
{
    private readonly ConcurrentQueue<Connection> _idle = new();
    private readonly string _connectionString;

    public SqliteCache(string connectionString)
    {
        _connectionString = connectionString;
        using var connection = new SqliteConnection(connectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            PRAGMA journal_mode=WAL;
            CREATE TABLE IF NOT EXISTS cache (
                id TEXT PRIMARY KEY, value BLOB NOT NULL, expires INTEGER NOT NULL, sliding INTEGER) WITHOUT ROWID
            """;
        command.ExecuteNonQuery();
    }

    public byte[]? Get(string key)
    {
        var connection = Rent();
        try
        {
            return connection.Get(key);
        }
        finally
        {
            _idle.Enqueue(connection);
        }
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
    {
        var connection = Rent();
        try
        {
            connection.Set(key, value, options);
        }
        finally
        {
            _idle.Enqueue(connection);
        }
    }

    public void Refresh(string key)
    {
        var connection = Rent();
        try
        {
            connection.Refresh(key);
        }
        finally
        {
            _idle.Enqueue(connection);
        }
    }

    public void Remove(string key)
    {
        var connection = Rent();
        try
        {
            connection.Remove(key);
        }
        finally
        {
            _idle.Enqueue(connection);
        }
    }

    // The SQLite provider has no asynchronous I/O.
    public Task<byte[]?> GetAsync(string key, CancellationToken token = default) => Task.FromResult(Get(key));

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        Set(key, value, options);
        return Task.CompletedTask;
    }

    public Task RefreshAsync(string key, CancellationToken token = default)
    {
        Refresh(key);
        return Task.CompletedTask;
    }

    public Task RemoveAsync(string key, CancellationToken token = default)
    {
        Remove(key);
        return Task.CompletedTask;
    }

    private Connection Rent() => _idle.TryDequeue(out var connection) ? connection : new Connection(_connectionString);

    private sealed class Connection
    {
        private readonly SqliteConnection _connection;
        private readonly SqliteCommand _get;
        private readonly SqliteCommand _set;
        private readonly SqliteCommand _refresh;
        private readonly SqliteCommand _remove;

        public Connection(string connectionString)
        {
            _connection = new SqliteConnection(connectionString);
            _connection.Open();
            using (var pragma = _connection.CreateCommand())
            {
                pragma.CommandText = "PRAGMA synchronous=NORMAL";
                pragma.ExecuteNonQuery();
            }

            _get = CreateCommand("SELECT value FROM cache WHERE id = $id AND expires > $now", "$id", "$now");
            _set = CreateCommand(
                """
                INSERT INTO cache (id, value, expires, sliding) VALUES ($id, $value, $expires, $sliding)
                ON CONFLICT (id) DO UPDATE SET value = $value, expires = $expires, sliding = $sliding
                """,
                "$id", "$value", "$expires", "$sliding");
            _refresh = CreateCommand(
                "UPDATE cache SET expires = $now + sliding WHERE id = $id AND expires > $now AND sliding IS NOT NULL", "$id", "$now");
            _remove = CreateCommand("DELETE FROM cache WHERE id = $id", "$id");
        }

        public byte[]? Get(string key)
        {
            Refresh(key);
            _get.Parameters[0].Value = key;
            _get.Parameters[1].Value = Now();
            return (byte[]?)_get.ExecuteScalar();
        }

        public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        {
            var sliding = (long)options.SlidingExpiration!.Value.TotalMilliseconds;
            _set.Parameters[0].Value = key;
            _set.Parameters[1].Value = value;
            _set.Parameters[2].Value = Now() + sliding;
            _set.Parameters[3].Value = sliding;
            _set.ExecuteNonQuery();
        }

        public void Refresh(string key)
        {
            _refresh.Parameters[0].Value = key;
            _refresh.Parameters[1].Value = Now();
            _refresh.ExecuteNonQuery();
        }

        public void Remove(string key)
        {
            _remove.Parameters[0].Value = key;
            _remove.ExecuteNonQuery();
        }

        private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

        private SqliteCommand CreateCommand(string sql, params string[] parameters)
        {
            var command = _connection.CreateCommand();
            command.CommandText = sql;
            foreach (var name in parameters)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            command.Prepare();
            return command;
        }
    }
}
