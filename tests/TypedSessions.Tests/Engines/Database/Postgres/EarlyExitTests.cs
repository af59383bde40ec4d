using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>
/// An enumeration that ends early. The table is a view that returns its first rows and then blocks, so reading all rows would not
/// complete.
/// </summary>
public sealed class EarlyExitTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const string Owner = "ann";

    // Longer than any machine needs to cancel a query.
    private static readonly TimeSpan ForEver = TimeSpan.FromMinutes(1);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        for (var i = 1; i <= 4; i++)
        {
            // More than the server buffers before it sends rows.
            await StoreAsync(NewRecord(TimeSpan.FromDays(i), ("noise", new string('x', 20_000))));
        }

        // The inner query is sorted, so the function is called for each row as it is read.
        await Schema.ExecuteAsync($"""
            UPDATE typed_sessions SET owner = '{Owner}';
            ALTER TABLE typed_sessions RENAME TO stored;
            CREATE FUNCTION when_allowed(payload bytea, expires timestamptz) RETURNS bytea LANGUAGE plpgsql VOLATILE AS $$
            BEGIN
                IF expires > '{Clock.GetUtcNow().AddDays(3.5):O}' THEN
                    PERFORM pg_advisory_xact_lock_shared(hashtext(current_schema));
                END IF;
                RETURN payload;
            END $$;
            CREATE VIEW typed_sessions AS
                SELECT "key", created, expires, deadline, version, expiry, owner, scheme, successor, signed_in, seen, device,
                    when_allowed(payload, expires) AS payload
                FROM stored ORDER BY expires;
            """);
    }

    [Fact]
    public Task A_list_returns_its_first_records_without_waiting_for_the_others()
        => AssertDoesNotWaitAsync(engine => engine.ListAsync(Token));

    [Fact]
    public Task Finding_by_owner_does_not_wait_for_the_rest() => AssertDoesNotWaitAsync(engine => engine.FindByOwnerAsync(Owner, Token));

    [Fact]
    public async Task A_complete_enumeration_returns_all_records()
        => Assert.Equal(4, (await Engine.ListAsync(Token).ToListAsync(Token)).Count);

    [Fact]
    public async Task A_listing_throws_when_its_connection_is_lost()
    {
        await using (await new BatchLog(Schema).StopNextAsync())
        {
            var listing = Engine.ListAsync(Token).ToListAsync(Token).AsTask();
            await Schema.UntilBlockedAsync();
            await Schema.ExecuteAsync($"""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Schema.Name}' AND wait_event_type = 'Lock'
                """);
            var error = await AssertEngineExceptionAsync(() => listing);
            Assert.Contains("could not list the sessions", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(4, await Engine.CountAsync(Token));
    }

    private async Task AssertDoesNotWaitAsync(Func<ISessionInventory, IAsyncEnumerable<SessionRecordEntry>> list)
    {
        var engine = Schema.NewEngine(Clock, configure: connection =>
        {
            // A pool of one connection, which must remain usable, and a long timeout.
            connection.MaxPoolSize = 1;
            connection.CommandTimeout = 0;
        });
        await using (await new BatchLog(Schema).StopNextAsync())
        {
            var first = await FirstAsync(list(engine)).WaitAsync(ForEver, Token);
            Assert.Equal(Clock.GetUtcNow() + TimeSpan.FromDays(1), first.Record.ExpiresAt);
        }

        Assert.Equal(4, await engine.CountAsync(Token));
    }

    private static async Task<SessionRecordEntry> FirstAsync(IAsyncEnumerable<SessionRecordEntry> sessions)
    {
        await foreach (var session in sessions)
        {
            return session;
        }

        throw new InvalidOperationException("There is no session.");
    }
}
