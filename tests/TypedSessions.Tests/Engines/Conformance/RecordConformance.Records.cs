using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Create and load.</summary>
public abstract partial class RecordConformance
{
    [Fact]
    public async Task An_unknown_key_loads_nothing_and_is_not_created_by_it()
    {
        var key = NewKey();
        Assert.Null(await LoadAsync(key));
        await AssertCountAsync(0);
        Assert.True(await CreateAsync(key, Record()));
    }

    [Fact]
    public async Task A_record_is_read_exactly()
    {
        var record = new SessionRecord
        {
            Values = SessionValues.From(
            [
                KeyValuePair.Create("", Bytes("no key")),
                KeyValuePair.Create("empty", ReadOnlyMemory<byte>.Empty),
                KeyValuePair.Create("Ключ 鍵 🔑", Bytes("unicode")),
                KeyValuePair.Create("nul\0byte", new ReadOnlyMemory<byte>([0, 255, 0])),
                KeyValuePair.Create("big", new ReadOnlyMemory<byte>(new byte[200 * 1024])),
            ]),
            CreatedAt = Now - TimeSpan.FromDays(3),

            // An odd millisecond, and late enough that a server with its own clock does not remove the record first.
            ExpiresAt = Now + TimeSpan.FromMilliseconds(600_001),
            Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(20)),
            AbsoluteExpiration = Now + TimeSpan.FromDays(90),
            Version = 7_000_000_000,
            Owner = "user'; DROP TABLE \"typed_sessions\" -- ünï",
        };
        var (key, _) = await StoreAsync(record);
        AssertSame(record, await LoadAsync(key));
    }

    public static TheoryData<SessionExpiry> Expiries =>
    [
        SessionExpiry.Default,
        SessionExpiry.WithBrowser,
        SessionExpiry.Idle(TimeSpan.FromMilliseconds(1)),
        SessionExpiry.Idle(TimeSpan.FromDays(36525)),
        SessionExpiry.At(new DateTimeOffset(2031, 2, 3, 4, 5, 6, 7, TimeSpan.Zero)),
    ];

    [Theory]
    [MemberData(nameof(Expiries))]
    public async Task Every_kind_of_expiry_survives_a_round_trip(SessionExpiry expiry)
    {
        var record = new SessionRecord
        {
            Values = SessionValues.Empty,
            CreatedAt = Now,
            ExpiresAt = expiry.ExpiresAt ?? Now + Window,
            Expiry = expiry,
        };
        var (key, _) = await StoreAsync(record);
        AssertSame(record, await LoadAsync(key));
    }

    [Fact]
    public async Task Create_refuses_to_overwrite()
    {
        var (key, first) = await StoreAsync();
        Assert.False(await CreateAsync(key, Record(Values(("b", "2")))));
        AssertSame(first, await LoadAsync(key));
    }

    [Fact]
    public async Task Create_refuses_to_overwrite_an_expired_record()
    {
        var (key, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Null(await LoadAsync(key));
        Assert.Equal(!RemembersExpired, await CreateAsync(key, Record()));
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_creations_of_one_key_succeeds()
    {
        var key = NewKey();
        var created = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () => await CreateAsync(key, Record()))));
        Assert.Single(created, true);
    }

    [Fact]
    public async Task A_record_is_there_until_the_millisecond_of_its_expiry()
    {
        var (key, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(10)));
        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.NotNull(await LoadAsync(key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(await LoadAsync(key));
    }

    [Fact]
    public async Task A_synchronous_load_returns_the_record()
    {
        var (key, record) = await StoreAsync(Record(Values(("a", "1")), lasts: TimeSpan.FromSeconds(10)));
        AssertSame(record, LoadSynchronously(key));
        Assert.Null(LoadSynchronously(NewKey()));

        Clock.Advance(TimeSpan.FromMilliseconds(9_999));
        Assert.NotNull(LoadSynchronously(key));
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Null(LoadSynchronously(key));
    }

    [Fact]
    public async Task A_synchronous_load_returns_the_last_write()
    {
        var (key, record) = await StoreAsync();
        var updated = (await UpdateAsync(key, record, Change(Set("a", "2")))).Record!;
        AssertSame(updated, LoadSynchronously(key));

        var newKey = NewKeyAfter(key);
        var moved = (await RotateAsync(key, newKey, updated)).Record!;
        Assert.Equal(LeavesCopies, LoadSynchronously(key)?.IsClosed == true);
        AssertSame(moved, LoadSynchronously(newKey));

        Assert.True(await Engine.RemoveAsync(newKey, Token));
        Assert.Null(LoadSynchronously(newKey));
    }

    [Fact]
    public async Task Unreadable_values_are_loaded_as_unreadable_and_cannot_be_updated()
    {
        var (key, record) = await StoreAsync(Record(UnreadableValues()));
        Assert.False((await MustLoadAsync(key)).Values.IsReadable);
        Assert.True((await UpdateAsync(key, record, Change(Set("a", "1")))).IsGone);
        Assert.True((await UpdateAsync(key, record, Touch(Window))).IsGone);
        Assert.True((await RotateAsync(key, NewKeyAfter(key), record)).IsGone);
        Assert.True(await Engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task A_cancelled_token_is_checked_before_the_first_call()
    {
        var (key, record) = await StoreAsync();
        var newKey = NewKeyAfter(key);
        var cancelled = new CancellationToken(canceled: true);
        await AssertCancelledAsync(async () => await Engine.LoadAsync(key, cancelled));
        await AssertCancelledAsync(async () => await Engine.CreateAsync(newKey, Record(), cancelled));
        await AssertCancelledAsync(async () => await Engine.UpdateAsync(key, record, Change(Set("a", "2")), cancelled));
        await AssertCancelledAsync(async () => await Engine.RotateAsync(key, newKey, record, Change(), cancelled));
        await AssertCancelledAsync(async () => await Engine.RemoveAsync(key, cancelled));
        await AssertCancelledAsync(async () => await Engine.RemoveExpiredAsync(1, cancelled));
        AssertSame(record, await LoadAsync(key));
        Assert.Null(await LoadAsync(newKey));
    }

    private SessionRecord? LoadSynchronously(SessionKey key)
    {
        if (Engine is ISynchronousSessionEngine synchronous)
        {
            return synchronous.Load(key, TimeSpan.FromMinutes(1));
        }

        var answer = Engine.LoadAsync(key, CancellationToken.None);
        Assert.True(answer.IsCompleted);
        return answer.GetAwaiter().GetResult();
    }

    private protected static async Task AssertCancelledAsync(Func<Task> work)
        => await Assert.ThrowsAnyAsync<OperationCanceledException>(work);
}
