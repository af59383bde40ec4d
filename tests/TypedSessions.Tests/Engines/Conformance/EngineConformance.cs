using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>
/// Tests every rule of <see cref="ISessionEngine"/> and <see cref="ISessionInventory"/>, including cleanup. To test an engine, derive
/// a class that opens it.
/// </summary>
public abstract partial class EngineConformance : StoredRecordConformance
{
    private ISessionInventory Inventory => (ISessionInventory)Engine;

    [Fact]
    public async Task Expired_records_are_removed_in_batches_the_oldest_first()
    {
        var seconds = new[] { 5, 3, 1, 4, 2, 100, 200 };
        var keys = new Dictionary<int, SessionKey>();
        foreach (var second in seconds)
        {
            (keys[second], _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(second)));
        }

        Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, await Engine.RemoveExpiredAsync(2, Token));
        Assert.Equal("3 4 5 100 200", await StillStoredAsync());
        Assert.Equal(2, await Engine.RemoveExpiredAsync(2, Token));
        Assert.Equal("5 100 200", await StillStoredAsync());
        Assert.Equal(1, await Engine.RemoveExpiredAsync(2, Token));
        Assert.Equal("100 200", await StillStoredAsync());
        Assert.Equal(0, await Engine.RemoveExpiredAsync(2, Token));
        Assert.NotNull(await LoadAsync(keys[100]));

        // Create fails for every stored key, expired or not. No other method shows expired records.
        async Task<string> StillStoredAsync()
        {
            var stored = new List<int>();
            foreach (var (second, key) in keys.OrderBy(pair => pair.Key))
            {
                var created = await CreateAsync(key, Record());
                if (created)
                {
                    await Engine.RemoveAsync(key, Token);
                }
                else
                {
                    stored.Add(second);
                }
            }

            return string.Join(' ', stored);
        }
    }

    [Fact]
    public async Task The_inventory_counts_and_lists_what_has_not_expired_in_the_order_of_expiry()
    {
        var (third, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(30)));
        await StoreAsync(Record(lasts: TimeSpan.FromSeconds(5)));
        var (first, record) = await StoreAsync(Record(Values(("a", "1")), lasts: TimeSpan.FromSeconds(10), owner: "ann"));
        var (second, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(20)));
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(3, await Inventory.CountAsync(Token));
        Assert.Equal(1, await Inventory.CountExpiredAsync(Token));
        var listed = await Inventory.ListAsync(Token).ToListAsync(Token);
        Assert.Equal([first, second, third], listed.Select(session => session.Key));
        AssertSame(record, listed[0].Record);
    }

    [Fact]
    public async Task The_inventory_finds_the_sessions_of_one_owner()
    {
        var (first, record) = await StoreAsync(Record(owner: "ann"));
        var (second, _) = await StoreAsync(Record(owner: "ann", lasts: Window * 2));
        await StoreAsync(Record(owner: "Ann"));
        await StoreAsync(Record(owner: "ann "));
        await StoreAsync(Record());
        await StoreAsync(Record(owner: "ann", lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));

        var found = await Inventory.FindByOwnerAsync("ann", Token).ToListAsync(Token);
        Assert.Equal([first, second], found.Select(session => session.Key));
        AssertSame(record, found[0].Record);
        Assert.Empty(await Inventory.FindByOwnerAsync("nobody", Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Listed_records_can_be_removed_during_the_listing()
    {
        for (var i = 0; i < 10; i++)
        {
            await StoreAsync(Record(owner: "ann"));
        }

        var removed = 0;
        await foreach (var session in Inventory.FindByOwnerAsync("ann", Token))
        {
            removed += await Engine.RemoveAsync(session.Key, Token) ? 1 : 0;
        }

        Assert.Equal(10, removed);
        await AssertCountAsync(0);
    }

    [Fact]
    public async Task A_cancelled_token_stops_the_inventory()
    {
        await StoreAsync();
        var cancelled = new CancellationToken(canceled: true);
        await AssertCancelledAsync(async () => await Inventory.CountAsync(cancelled));
        await AssertCancelledAsync(async () => await Inventory.ListAsync(cancelled).AnyAsync(Token));
        await AssertCancelledAsync(async () => await Inventory.FindByOwnerAsync("x", cancelled).AnyAsync(Token));
    }
}
