using Npgsql;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>
/// The batches of clean-ups, as the server itself notes them by a trigger; and a way to
/// stop one in its midst, when its rows are deleted and its transaction has not ended.
/// </summary>
internal sealed class BatchLog(PostgresSchema schema)
{
    /// <summary>Begins to note. A removal of one row is no batch: so a visitor signs out.</summary>
    public async Task BeginAsync() => await schema.ExecuteAsync("""
        CREATE TABLE batches (removed bigint, live bigint, took interval);
        CREATE FUNCTION note_batch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (SELECT count(*) FROM gone) > 1 THEN
                PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema));
                INSERT INTO batches
                    SELECT count(*), count(*) FILTER (WHERE expires > statement_timestamp()),
                        clock_timestamp() - statement_timestamp()
                    FROM gone;
            END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER note_batch AFTER DELETE ON typed_sessions REFERENCING OLD TABLE AS gone
            FOR EACH STATEMENT EXECUTE FUNCTION note_batch();
        """);

    /// <summary>Stops the next batch, and all others, until it is disposed.</summary>
    public async Task<IAsyncDisposable> StopNextAsync()
    {
        var connection = await schema.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var stop = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext(current_schema))", connection, transaction);
        await stop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new Stop(connection);
    }

    /// <summary>
    /// What has been committed: how many batches, how many records, the most in one, how many that had not expired by the server's clock.
    /// </summary>
    public async Task<(long Batches, long Removed, long Largest, long Live)> ReadAsync()
    {
        await using var connection = await schema.ConnectAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(*), coalesce(sum(removed), 0)::bigint, coalesce(max(removed), 0), coalesce(sum(live), 0)::bigint FROM batches",
            connection);
        await using var rows = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        await rows.ReadAsync(TestContext.Current.CancellationToken);
        return (rows.GetInt64(0), rows.GetInt64(1), rows.GetInt64(2), rows.GetInt64(3));
    }

    /// <summary>The longest of the later batches: the first is the one that was stopped.</summary>
    public async Task<TimeSpan> ReadLongestAsync()
        => await schema.ExecuteAsync("SELECT max(took) FROM (SELECT took FROM batches OFFSET 1) AS later") as TimeSpan? ?? TimeSpan.Zero;

    private sealed class Stop(NpgsqlConnection connection) : IAsyncDisposable
    {
        // Its transaction is rolled back, and with it goes the lock.
        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
