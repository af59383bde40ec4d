using Microsoft.Extensions.Caching.Distributed;
using Npgsql;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>
/// A well-written distributed cache on PostgreSQL: connection pool, prepared statements, one round trip for each operation.
/// Reading an entry extends its sliding expiration, as in ASP.NET Core's SQL Server cache.
/// </summary>
internal sealed class PostgresCache : IDistributedCache
{
    private const string GetAndRefresh = "UPDATE cache SET expires = $2 + sliding WHERE id = $1 AND expires > $2 RETURNING value";

    private readonly NpgsqlDataSource _database;

    public PostgresCache(string connectionString)
    {
        _database = NpgsqlDataSource.Create(connectionString);
        using var command = _database.CreateCommand(
            "CREATE TABLE IF NOT EXISTS cache (id text PRIMARY KEY, value bytea NOT NULL, expires bigint NOT NULL, sliding bigint)");
        command.ExecuteNonQuery();
    }

    public byte[]? Get(string key)
    {
        using var connection = _database.OpenConnection();
        using var command = CreateCommand(connection, GetAndRefresh, key, Now());
        command.Prepare();
        return (byte[]?)command.ExecuteScalar();
    }

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        await using var connection = await _database.OpenConnectionAsync(token);
        await using var command = await PrepareAsync(connection, GetAndRefresh, token, key, Now());
        return (byte[]?)await command.ExecuteScalarAsync(token);
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options)
        => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default)
    {
        var sliding = (long)options.SlidingExpiration!.Value.TotalMilliseconds;
        return ExecuteAsync(
            """
            INSERT INTO cache (id, value, expires, sliding) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id) DO UPDATE SET value = $2, expires = $3, sliding = $4
            """,
            token, key, value, Now() + sliding, sliding);
    }

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public Task RefreshAsync(string key, CancellationToken token = default)
        => ExecuteAsync("UPDATE cache SET expires = $2 + sliding WHERE id = $1 AND expires > $2", token, key, Now());

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => ExecuteAsync("DELETE FROM cache WHERE id = $1", token, key);

    private static long Now() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static async Task<NpgsqlCommand> PrepareAsync(
        NpgsqlConnection connection, string sql, CancellationToken token, params object[] values)
    {
        var command = CreateCommand(connection, sql, values);
        await command.PrepareAsync(token);
        return command;
    }

    private static NpgsqlCommand CreateCommand(NpgsqlConnection connection, string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private async Task ExecuteAsync(string sql, CancellationToken token, params object[] values)
    {
        await using var connection = await _database.OpenConnectionAsync(token);
        await using var command = await PrepareAsync(connection, sql, token, values);
        await command.ExecuteNonQueryAsync(token);
    }
}
