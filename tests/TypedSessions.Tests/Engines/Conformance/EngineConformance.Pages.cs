using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>The rules of <see cref="IPagedSessionInventory"/>.</summary>
public abstract partial class EngineConformance
{
    private IPagedSessionInventory Pages => (IPagedSessionInventory)Engine;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_have_every_session_once_in_the_order_of_expiry_and_key(bool isDescending)
    {
        var positions = new List<SessionPosition>();
        for (var i = 0; i < 25; i++)
        {
            var (key, record) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(10 + (i % 4))));
            positions.Add(new SessionPosition(record.ExpiresAt, key));
        }

        await StoreAsync(Record(lasts: TimeSpan.FromSeconds(5)));
        Clock.Advance(TimeSpan.FromSeconds(5));

        positions.Sort();
        if (isDescending)
        {
            positions.Reverse();
        }

        Assert.Equal(positions.Select(position => position.Key), await ReadAllAsync(7, isDescending));
        Assert.Equal(positions.Select(position => position.Key), await ReadAllAsync(25, isDescending));
    }

    [Fact]
    public async Task A_page_contains_whole_records_and_leads_to_the_next_only_if_there_are_more()
    {
        Assert.Empty((await Pages.ReadPageAsync(null, 1, isDescending: false, Token)).Sessions);
        var (first, record) = await StoreAsync(Record(Values(("a", "1")), lasts: TimeSpan.FromSeconds(10), owner: "ann"));
        var (second, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(20)));

        var page = await Pages.ReadPageAsync(null, 1, isDescending: false, Token);
        Assert.Equal(first, Assert.Single(page.Sessions).Key);
        AssertSame(record, page.Sessions[0].Record);
        Assert.Equal(new SessionPosition(record.ExpiresAt, first), page.Next);

        page = await Pages.ReadPageAsync(page.Next, 1, isDescending: false, Token);
        Assert.Equal(second, Assert.Single(page.Sessions).Key);
        Assert.Null(page.Next);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_page_after_an_ended_session_begins_at_its_position(bool isDescending)
    {
        for (var i = 0; i < 6; i++)
        {
            await StoreAsync(Record(lasts: TimeSpan.FromSeconds(10)));
        }

        var all = await ReadAllAsync(10, isDescending);
        var page = await Pages.ReadPageAsync(null, 2, isDescending, Token);
        await Engine.RemoveAsync(page.Sessions[1].Key, Token);

        page = await Pages.ReadPageAsync(page.Next, 10, isDescending, Token);
        Assert.Equal(all[2..], page.Sessions.Select(session => session.Key));
    }

    [Fact]
    public async Task Pages_have_no_closed_copies()
    {
        var (key, record) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(30)));
        var newKey = NewKeyAfter(key);
        await RotateAsync(key, newKey, record);

        Assert.Equal([newKey], await ReadAllAsync(10, isDescending: false));
        Assert.Equal([newKey], await ReadAllAsync(10, isDescending: true));
        if (Pages.CanFindByKey)
        {
            Assert.Empty((await Pages.FindByKeyAsync(key, key, 10, Token)).Sessions);
        }
    }

    [Fact]
    public async Task Sessions_are_found_by_a_range_of_keys_in_their_order_or_not_at_all()
    {
        var stored = new List<SessionKey>();
        for (var i = 0; i < 40; i++)
        {
            stored.Add((await StoreAsync()).Key);
        }

        stored.Sort();
        var (first, last) = (stored[3], stored[35]);
        if (!Pages.CanFindByKey)
        {
            await Assert.ThrowsAsync<NotSupportedException>(async () => await Pages.FindByKeyAsync(first, last, 10, Token));
            return;
        }

        var page = await Pages.FindByKeyAsync(first, last, 10, Token);
        Assert.Equal(stored[3..13], page.Sessions.Select(session => session.Key));
        Assert.Equal(stored[12], page.Next?.Key);
        page = await Pages.FindByKeyAsync(stored[30], last, 6, Token);
        Assert.Equal(stored[30..36], page.Sessions.Select(session => session.Key));
        Assert.Null(page.Next);
        Clock.Advance(Window);
        Assert.Empty((await Pages.FindByKeyAsync(first, last, 10, Token)).Sessions);
    }

    [Fact]
    public async Task Users_are_counted_once_however_many_sessions_they_have_or_not_at_all()
    {
        await StoreAsync(Record(owner: "ann"));
        await StoreAsync(Record(owner: "ann"));
        await StoreAsync(Record(owner: "Ann"));
        await StoreAsync(Record());
        await StoreAsync(Record(owner: "bob", lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Contains(await Inventory.CountOwnersAsync(Token), new long?[] { 2, null });
    }

    [Fact]
    public async Task A_page_has_at_least_one_record_and_a_cancelled_token_stops_it()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Pages.ReadPageAsync(null, 0, isDescending: false, Token));
        var cancelled = new CancellationToken(canceled: true);
        await AssertCancelledAsync(async () => await Pages.ReadPageAsync(null, 1, isDescending: false, cancelled));
    }

    private async Task<List<SessionKey>> ReadAllAsync(int count, bool isDescending)
    {
        var keys = new List<SessionKey>();
        SessionPosition? after = null;
        do
        {
            var page = await Pages.ReadPageAsync(after, count, isDescending, Token);
            Assert.True(page.Sessions.Count <= count);
            keys.AddRange(page.Sessions.Select(session => session.Key));
            after = page.Next;
        }
        while (after is not null);

        return keys;
    }
}
