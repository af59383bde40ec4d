using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Removal, clean-up and the inventory.</summary>
public abstract partial class EngineConformance
{
    [Fact]
    public async Task A_removed_record_is_gone_and_removing_it_again_is_no_error()
    {
        var (key, _) = await StoreAsync();
        var (other, kept) = await StoreAsync();
        Assert.True(await Engine.RemoveAsync(key, Token));
        Assert.Null(await LoadAsync(key));
        Assert.False(await Engine.RemoveAsync(key, Token));
        Assert.False(await Engine.RemoveAsync(NewKey(), Token));
        AssertSame(kept, await LoadAsync(other));
    }

    [Fact]
    public async Task Removing_what_has_expired_answers_that_it_was_not_there()
    {
        var (key, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await Engine.RemoveAsync(key, Token));
    }

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

        // Create refuses what is stored, expired or not, so it tells what no other method can.
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

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task A_batch_of_nothing_is_refused(int batch)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Engine.RemoveExpiredAsync(batch, Token));

    [Fact]
    public async Task The_inventory_counts_and_lists_what_has_not_expired_in_the_order_of_expiry()
    {
        var (third, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(30)));
        await StoreAsync(Record(lasts: TimeSpan.FromSeconds(5)));
        var (first, record) = await StoreAsync(Record(Values(("a", "1")), lasts: TimeSpan.FromSeconds(10), owner: "ann"));
        var (second, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(20)));
        Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(3, await Inventory.CountAsync(Token));
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
    public async Task What_the_inventory_lists_can_be_removed_on_the_way()
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
        Assert.Equal(0, await Inventory.CountAsync(Token));
    }
}
