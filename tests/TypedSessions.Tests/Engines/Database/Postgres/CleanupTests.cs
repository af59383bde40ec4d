using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>The calls that wait for a cleanup, tested with a blocked batch.</summary>
public sealed class CleanupTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const int Batch = 2;

    private BatchLog Batches { get => field ??= new BatchLog(Schema); set; }

    [Fact]
    public async Task No_session_waits_for_a_batch_that_does_not_contain_it()
    {
        await Batches.BeginAsync();
        await StoreExpiredAsync(Batch);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var stop = await Batches.StopNextAsync();
        var cleanup = Engine.RemoveExpiredAsync(Batch, Token).AsTask();
        await Schema.UntilBlockedAsync();

        await StoreAsync(NewRecord());
        Assert.NotNull(await Engine.LoadAsync(key, Token));
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(key, record, Touch(), Token)).Outcome);
        var updated = await Engine.UpdateAsync(key, record, Change(Set("b", "2")), Token);
        Assert.Equal(CommitOutcome.Applied, updated.Outcome);
        Assert.Equal(CommitOutcome.Merged, (await Engine.UpdateAsync(key, record, Change(Set("c", "3")), Token)).Outcome);
        var newKey = NewKey();
        Assert.False((await Engine.RotateAsync(key, newKey, updated.Record!, Change(), Token)).IsGone);
        Assert.Equal("a=1 b=2 c=3", (await Engine.LoadAsync(newKey, Token))!.Values.Show());
        Assert.True(await Engine.RemoveAsync(newKey, Token));
        Assert.Equal(1, await Engine.CountAsync(Token));

        Assert.False(cleanup.IsCompleted);
        await stop.DisposeAsync();
        Assert.Equal(Batch, await cleanup);
    }

    [Fact]
    public async Task A_write_to_a_session_in_a_batch_waits_for_that_batch_only()
    {
        await Batches.BeginAsync();

        // This node's clock is behind, so the session is still alive there.
        var behind = Schema.NewEngine(new ManualClock());
        var record = NewRecord(TimeSpan.FromSeconds(1), ("a", "1"));
        var key = await StoreAsync(record);
        await StoreExpiredAsync(3 * Batch);
        var stop = await Batches.StopNextAsync();
        var cleanup = Engine.RemoveExpiredAsync(Batch, Token).AsTask();
        await Schema.UntilBlockedAsync();
        var update = behind.UpdateAsync(key, record, Change(Set("a", "2")), Token).AsTask();
        await Schema.UntilBlockedAsync(connections: 2);

        Assert.NotNull(await behind.LoadAsync(key, Token));
        Assert.False(update.IsCompleted);
        await stop.DisposeAsync();

        // A blocked next batch blocks no update.
        await using var next = await Batches.StopNextAsync();
        Assert.Equal(Batch, await cleanup);
        Assert.True((await update).IsGone);
        Assert.Equal((2 * Batch) + 1, await Engine.CountExpiredAsync(Token));
    }

    [Fact]
    public async Task A_batch_begins_after_the_previous_one_and_the_last_one_restarts()
    {
        await StoreExpiredAsync(2 * Batch);
        Assert.Equal(Batch, await Engine.RemoveExpiredAsync(Batch, Token));
        var passed = await StoreAsync(NewRecord(TimeSpan.FromDays(-1)));

        // Otherwise the server would have to skip all removed rows to find it.
        Assert.Equal(Batch, await Engine.RemoveExpiredAsync(Batch, Token));
        Assert.Equal(passed.ToArray(), await Schema.ExecuteAsync("SELECT \"key\" FROM typed_sessions"));

        Assert.Equal(1, await Engine.RemoveExpiredAsync(Batch, Token));
        Assert.Equal(0, await Engine.CountExpiredAsync(Token));

        // The next cleanup starts from the beginning.
        await StoreAsync(NewRecord(TimeSpan.FromDays(-2)));
        await StoreExpiredAsync(1);
        Assert.Equal(Batch, await Engine.RemoveExpiredAsync(Batch, Token));
    }

    [Theory]
    [InlineData("-infinity")]
    [InlineData("4000-01-01 BC")]
    [InlineData("0001-01-01 00:00:00+00")]
    public async Task Records_that_expired_before_the_minimum_timestamp_are_removed(string expires)
    {
        await StoreExpiredAsync(Batch);
        await Schema.ExecuteAsync($"UPDATE typed_sessions SET expires = '{expires}'");
        await StoreExpiredAsync(1);

        Assert.Equal(Batch, await Engine.RemoveExpiredAsync(Batch, Token));
        Assert.Equal(1, await Engine.RemoveExpiredAsync(Batch, Token));
        Assert.Equal(0L, await Schema.ExecuteAsync("SELECT count(*) FROM typed_sessions"));
    }

    // They expire one after the other, after a second.
    private async Task StoreExpiredAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await StoreAsync(NewRecord(TimeSpan.FromMilliseconds(1001 + i)));
        }

        Clock.Advance(TimeSpan.FromSeconds(2));
    }
}
