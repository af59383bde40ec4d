using Microsoft.Extensions.Caching.Distributed;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>Reads from the cache and from the database.</summary>
public sealed class CachedDatabaseSessionEngineTests : CachedDatabaseTest
{
    private static readonly TimeSpan Bound = new CachedDatabaseOptions().MaxStaleness;

    [Fact]
    public async Task Reads_come_from_the_cache_until_the_bound_and_then_from_the_database_once()
    {
        var (key, _) = await StoreAsync(("a", "1"));
        Clock.Advance(Bound - TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Empty(Node.Database.TakeCalls());

        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Equal("a=1", await ShowAsync(Node, key));
        Assert.Equal(["load"], Node.Database.TakeCalls());
    }

    [Fact]
    public async Task Written_records_are_read_from_the_cache()
    {
        var (key, record) = await StoreAsync();
        var newKey = NewKey();
        var written = (await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).Record!;
        Assert.Equal("a=2", await ShowAsync(Node, key));
        await Node.Engine.RotateAsync(key, newKey, written, Change(Set("b", "3")), Token);
        Assert.Equal("a=2 b=3", await ShowAsync(Node, newKey));
        Assert.Equal(["update", "rotate"], Node.Database.TakeCalls());
    }

    [Fact]
    public async Task A_copy_is_not_kept_longer_than_its_record()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var soon = Clock.GetUtcNow() + TimeSpan.FromSeconds(1);
        await Node.Engine.UpdateAsync(
            key, record, new() { HasExpiration = true, Expiry = SessionExpiry.At(soon), ExpiresAt = soon }, Token);
        Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.NotNull(await Node.Memory.GetAsync(GetName(key), Token));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await Node.Memory.GetAsync(GetName(key), Token));
        Assert.Null(await ShowAsync(Node, key));
    }

    [Fact]
    public async Task Missing_sessions_are_not_cached()
    {
        var key = NewKey();
        Assert.Null(await ShowAsync(Node, key));
        Assert.DoesNotContain(Node.Cache.Calls, call => call.Operation == "set");
        Assert.True(await NewNode().Engine.CreateAsync(key, NewRecord(("a", "1")), Token));
        Assert.Equal("a=1", await ShowAsync(Node, key));
    }

    [Fact]
    public async Task An_invalid_copy_is_replaced_from_the_database()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        var copy = (await Node.Memory.GetAsync(GetName(key), Token))!;
        byte[][] strangers =
        [
            .. Enumerable.Range(0, copy.Length).Select(length => copy[..length]),
            [.. copy, 0],
            SessionRecordFormat.Write(record),
            new CachedCopy(NewRecord(("a", "from the future")), Clock.GetUtcNow() + TimeSpan.FromMilliseconds(1)).ToBytes(),
            new CachedCopy(NewRecord(("a", "old")), Clock.GetUtcNow() - Bound).ToBytes(),
            new CachedCopy(record with { Values = UnreadableValues() }, Clock.GetUtcNow()).ToBytes(),
        ];
        foreach (var stranger in strangers)
        {
            await Node.Memory.SetAsync(GetName(key), stranger, new DistributedCacheEntryOptions(), Token);
            Assert.Equal("a=1", await ShowAsync(Node, key));
            Assert.Equal(["load"], Node.Database.TakeCalls());
            Assert.Equal("a=1", await ShowAsync(Node, key));
            Assert.Empty(Node.Database.TakeCalls());
        }
    }

    [Fact]
    public async Task After_a_failed_write_with_unknown_outcome_no_copy_is_used()
    {
        var (key, record) = await StoreAsync(("a", "1"));
        Node.Database.After = call => call == "update" ? throw new SessionEngineException("The line went dead.") : Task.CompletedTask;
        await Assert.ThrowsAsync<SessionEngineException>(
            async () => await Node.Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));
        Assert.Equal("a=2", await ShowAsync(Node, key));
    }

    [Fact]
    public async Task Database_errors_are_not_hidden()
    {
        Node.Database.Before = _ => Task.FromException(new SessionEngineException("No database."));
        await Assert.ThrowsAsync<SessionEngineException>(async () => await Node.Engine.LoadAsync(NewKey(), Token));
        await Assert.ThrowsAsync<SessionEngineException>(async () => await Node.Engine.CreateAsync(NewKey(), NewRecord(), Token));
        await Assert.ThrowsAsync<SessionEngineException>(async () => await Node.Engine.RemoveAsync(NewKey(), Token));
    }

    [Fact]
    public void The_guarantees_are_those_of_the_database_but_for_fresh_loads()
        => Assert.Equal(Node.Database.Guarantees, Node.Engine.Guarantees | SessionGuarantees.FreshLoads);

    [Fact]
    public void An_engine_that_cannot_list_is_refused()
        => Assert.Throws<ArgumentException>(
            () => new CachedDatabaseSessionEngine(new RecordingEngine(Node.Database), Node.Memory, Clock));
}
