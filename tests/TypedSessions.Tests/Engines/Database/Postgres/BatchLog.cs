using Npgsql;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>
/// Records the batches of cleanups with a trigger on the server, and can block a batch between the deletion of its rows and the end of
/// its transaction.
/// </summary>
internal sealed class BatchLog(PostgresSchema schema)
{
    /// <summary>Starts recording. The removal of a single row is a sign-out and is not recorded.</summary>
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

    /// <summary>Blocks all later batches until the result is disposed.</summary>
    public async Task<IAsyncDisposable> StopNextAsync()
    {
        var connection = await schema.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        await using var stop = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtext(current_schema))", connection, transaction);
        await stop.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return new Stop(connection);
    }

    /// <summary>
    /// Returns the committed batches: their number, the number of records, the maximum of a batch, and the records that had not expired by
    /// the server's clock.
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

    /// <summary>Returns the longest duration of the batches after the first, which was blocked.</summary>
    public async Task<TimeSpan> ReadLongestAsync()
        => await schema.ExecuteAsync("SELECT max(took) FROM (SELECT took FROM batches OFFSET 1) AS later") as TimeSpan? ?? TimeSpan.Zero;

    private sealed class Stop(NpgsqlConnection connection) : IAsyncDisposable
    {
        // The rollback releases the lock.
        public ValueTask DisposeAsync() => connection.DisposeAsync();
    }
}
