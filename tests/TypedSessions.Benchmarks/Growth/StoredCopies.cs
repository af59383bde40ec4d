using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>Many copies of a stored session under keys of their own, which the database makes itself: millions of them one by one would take hours.</summary>
internal sealed class StoredCopies : IAsyncDisposable
{
    private const string Columns = "created, expires, deadline, version, expiry, owner, payload";

    private readonly DbConnection _connection;
    private readonly string _random;
    private readonly string _afterwards;

    private StoredCopies(DbConnection connection, string random, string afterwards)
    {
        _connection = connection;
        _random = random;
        _afterwards = afterwards;
    }

    /// <summary>Gets ready; <see langword="null"/> for a store that is no database.</summary>
    public static async Task<StoredCopies?> OpenAsync(string store, string place) => store switch
    {
        Stores.Sqlite => await OpenAsync(
            new StoredCopies(new SqliteConnection(place), "randomblob(32)", "PRAGMA wal_checkpoint(TRUNCATE)"),
            "PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000"),
        Stores.Postgres => await OpenAsync(
            new StoredCopies(new NpgsqlConnection(place), "sha256(gen_random_uuid()::text::bytea)", "VACUUM ANALYZE typed_sessions; CHECKPOINT"),
            "SET synchronous_commit=off"),
        _ => null,
    };

    /// <summary>Makes copies of any one session.</summary>
    public Task AddAsync(int copies) => ExecuteAsync($"""
        WITH RECURSIVE numbers(number) AS (SELECT 1 WHERE {copies} > 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < {copies})
        INSERT INTO typed_sessions ("key", {Columns}) SELECT {_random}, {Columns} FROM numbers, (SELECT {Columns} FROM typed_sessions LIMIT 1) AS original
        """);

    /// <summary>Does what the database would do later: in the midst of what is measured.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _afterwards.Split(';'))
        {
            await ExecuteAsync(statement);
        }

        await _connection.DisposeAsync();
    }

    private static async Task<StoredCopies> OpenAsync(StoredCopies copies, string setUp)
    {
        await copies._connection.OpenAsync();
        await copies.ExecuteAsync(setUp);
        return copies;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
