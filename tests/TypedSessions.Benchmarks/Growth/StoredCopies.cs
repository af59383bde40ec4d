using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using TypedSessions.Benchmarks.Peers;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>
/// Copies a stored session under new keys. The database creates the copies, because inserting millions one by one takes hours.
/// </summary>
internal sealed class StoredCopies(DbConnection connection, string randomKey, string earlier, string[] afterwards) : IAsyncDisposable
{
    private const string Columns = "created, deadline, version, expiry, owner, payload";

    /// <summary>Opens a connection; <see langword="null"/> for a store that is not a database.</summary>
    public static async Task<StoredCopies?> OpenAsync(string store, string place)
    {
        switch (store)
        {
            case Stores.Sqlite:
                var sqlite = new StoredCopies(
                    new SqliteConnection(place), "randomblob(32)", "abs(random()) % 1000000000", ["PRAGMA wal_checkpoint(TRUNCATE)"]);
                await sqlite.OpenAsync("PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000");
                return sqlite;

            case Stores.Postgres:
                var postgres = new StoredCopies(
                    new NpgsqlConnection(place), "sha256(gen_random_uuid()::text::bytea)", "random() * interval '11 days'",
                    ["VACUUM ANALYZE typed_sessions", "CHECKPOINT"]);
                await postgres.OpenAsync("SET synchronous_commit=off");
                return postgres;

            default:
                return null;
        }
    }

    /// <summary>Adds copies of one session that expire up to 11 days earlier.</summary>
    public Task AddAsync(int copies) => ExecuteAsync($"""
        WITH RECURSIVE numbers(number) AS (SELECT 1 WHERE {copies} > 0 UNION ALL SELECT number + 1 FROM numbers WHERE number < {copies})
        INSERT INTO typed_sessions ("key", expires, {Columns})
        SELECT {randomKey}, expires - {earlier}, {Columns} FROM numbers, (SELECT expires, {Columns} FROM typed_sessions LIMIT 1) AS original
        """);

    /// <summary>Runs the database's maintenance now, so that it does not run during the measurement.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var statement in afterwards)
        {
            await ExecuteAsync(statement);
        }

        await connection.DisposeAsync();
    }

    private async Task OpenAsync(string setUp)
    {
        await connection.OpenAsync();
        await ExecuteAsync(setUp);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
