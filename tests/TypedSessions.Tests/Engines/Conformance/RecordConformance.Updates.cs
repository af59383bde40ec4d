using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Update and touch.</summary>
public abstract partial class RecordConformance
{
    private static readonly int Rounds = LongForm.Merges(unlessSet: 60);

    [Fact]
    public async Task An_update_sets_and_removes_values_and_increments_the_version()
    {
        var (key, record) = await StoreAsync(Record(Values(("a", "1"), ("b", "2"))));
        var result = await UpdateAsync(key, record, Change(Set("c", "3"), Unset("a"), Set("b", ""), Unset("never there")));
        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        Assert.Equal(2, result.Record!.Version);
        Assert.Equal("b= c=3", result.Record.Values.Show());
        AssertSame(result.Record, await LoadAsync(key));
    }

    [Fact]
    public async Task Changes_of_different_keys_are_merged()
    {
        var (key, record) = await StoreAsync(Record(Values(("gone", "0"))));
        await UpdateAsync(key, record, Change(Set("left", "1"), Unset("gone")));
        var result = await UpdateAsync(key, record, Change(Set("right", "2")));
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal(3, result.Record!.Version);
        Assert.Equal("left=1 right=2", result.Record.Values.Show());
        AssertSame(result.Record, await LoadAsync(key));
    }

    [Fact]
    public async Task The_later_of_two_changes_of_one_key_wins()
    {
        var (key, record) = await StoreAsync();
        await UpdateAsync(key, record, Change(Set("a", "earlier")));
        await UpdateAsync(key, record, Change(Set("a", "later")));
        Assert.Equal("a=later", (await MustLoadAsync(key)).Values.Show());
    }

    [Fact]
    public async Task Clear_removes_earlier_values_of_other_requests_and_keeps_later_own_values()
    {
        var (key, record) = await StoreAsync();
        await UpdateAsync(key, record, Change(Set("by others", "1")));
        var result = await UpdateAsync(
            key, record, new() { ClearFirst = true, Values = new[] { Set("b", "2") }, ExpiresAt = Now + Window });
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal("b=2", (await MustLoadAsync(key)).Values.Show());
    }

    [Fact]
    public async Task A_cleared_session_is_empty_and_still_exists()
    {
        var (key, record) = await StoreAsync();
        var result = await UpdateAsync(key, record, new() { ClearFirst = true, ExpiresAt = Now + Window });
        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        Assert.Equal(2, result.Record!.Version);
        Assert.Equal(0, (await MustLoadAsync(key)).Values.Count);
    }

    [Fact]
    public async Task An_update_does_not_restore_a_removed_record()
    {
        var (key, record) = await StoreAsync();
        await Engine.RemoveAsync(key, Token);
        Assert.True((await UpdateAsync(key, record, Change(Set("a", "2")))).IsGone);
        Assert.True((await UpdateAsync(key, record, Touch(Window))).IsGone);
        Assert.Null(await LoadAsync(key));
        await AssertCountAsync(0);
    }

    [Fact]
    public async Task An_update_does_not_restore_an_expired_record()
    {
        var (key, record) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True((await UpdateAsync(key, record, Change(Set("a", "2")))).IsGone);
        Assert.True((await UpdateAsync(key, record, Touch(Window))).IsGone);
        Assert.True((await RotateAsync(key, NewKeyAfter(key), record)).IsGone);
        Assert.Null(await LoadAsync(key));
        await AssertCountAsync(0);
    }

    [Fact]
    public async Task A_touch_moves_the_expiry_and_nothing_else()
    {
        var (key, record) = await StoreAsync(Record(Values(("a", "1")), owner: "ann"));
        Clock.Advance(TimeSpan.FromDays(3));
        var result = await UpdateAsync(key, record, Touch(Window));
        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        var expected = new SessionRecord
        {
            Values = record.Values,
            CreatedAt = record.CreatedAt,
            ExpiresAt = Now + Window,
            Version = 1,
            Owner = "ann",
        };
        AssertSame(expected, result.Record);
        AssertSame(expected, await LoadAsync(key));
    }

    [Fact]
    public async Task A_touch_does_not_change_a_concurrent_write()
    {
        var (key, record) = await StoreAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        var written = (await UpdateAsync(key, record, Change(Set("a", "2")))).Record!;
        var result = await UpdateAsync(key, record, Touch(TimeSpan.FromDays(1)));
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        AssertSame(written, result.Record);
        AssertSame(written, await LoadAsync(key));
    }

    [Fact]
    public async Task A_touch_after_a_concurrent_write_without_renewal_moves_the_expiry()
    {
        var (key, record) = await StoreAsync();
        Clock.Advance(TimeSpan.FromDays(3));
        await UpdateAsync(key, record, new() { Values = new[] { Set("a", "2") }, ExpiresAt = record.ExpiresAt, RenewExpiration = false });

        var result = await UpdateAsync(key, record, Touch(Window));

        Assert.Equal((CommitOutcome.Merged, Now + Window), (result.Outcome, result.Record!.ExpiresAt));
        AssertSame(result.Record, await LoadAsync(key));
    }

    [Fact]
    public async Task A_touch_of_a_record_that_only_a_concurrent_touch_renewed_moves_the_expiry()
    {
        var (key, record) = await StoreWhatLivesByATouchAsync();

        var result = await UpdateAsync(key, record, Touch(Window));

        Assert.Equal((CommitOutcome.Applied, Now + Window), (result.Outcome, result.Record!.ExpiresAt));
        Assert.Equal(Now + Window, (await LoadAsync(key))!.ExpiresAt);
    }

    [Fact]
    public async Task A_write_to_a_record_that_only_a_concurrent_touch_renewed_is_not_a_merge()
    {
        var (key, record) = await StoreWhatLivesByATouchAsync();

        var result = await UpdateAsync(key, record, Change(Set("a", "2")));

        Assert.Equal((CommitOutcome.Applied, 2L), (result.Outcome, result.Record!.Version));
        Assert.Equal("a=2", (await LoadAsync(key))!.Values.Show());
    }

    [Fact]
    public async Task A_write_after_a_concurrent_touch_is_not_a_merge()
    {
        var (key, record) = await StoreAsync();
        await UpdateAsync(key, record, Touch(TimeSpan.FromDays(20)));
        Assert.Equal(CommitOutcome.Applied, (await UpdateAsync(key, record, Change(Set("a", "2")))).Outcome);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_renews_nothing_keeps_the_renewal_of_another_and_returns_it(bool hasOwner)
    {
        var (key, loaded) = await StoreAsync(Record(Values(("a", "1"))));
        Clock.Advance(TimeSpan.FromDays(3));
        await UpdateAsync(key, loaded, Touch(Window));

        var changes = new SessionChanges
        {
            Values = new[] { Set("a", "2") },
            ExpiresAt = loaded.ExpiresAt,
            RenewExpiration = false,
            Owner = "ann",
            HasOwner = hasOwner,
        };
        var written = await UpdateAsync(key, loaded, changes);

        Assert.Equal(CommitOutcome.Applied, written.Outcome);
        var expected = new SessionRecord
        {
            Values = Values(("a", "2")),
            CreatedAt = loaded.CreatedAt,
            ExpiresAt = Now + Window,
            Version = 2,
            Owner = hasOwner ? "ann" : null,
        };
        AssertSame(expected, written.Record);
        AssertSame(expected, await LoadAsync(key));
    }

    [Fact]
    public async Task A_new_expiry_is_stored()
    {
        var (key, record) = await StoreAsync();
        var hour = SessionExpiry.Idle(TimeSpan.FromHours(1));
        await UpdateAsync(key, record, new() { HasExpiration = true, Expiry = hour, ExpiresAt = Now + TimeSpan.FromHours(1) });
        var stored = await MustLoadAsync(key);
        Assert.Equal(hour, stored.Expiry);
        Assert.Equal(Now + TimeSpan.FromHours(1), stored.ExpiresAt);
        Assert.Equal(2, stored.Version);
        Assert.Equal("a=1", stored.Values.Show());
    }

    [Fact]
    public async Task A_renewal_does_not_undo_the_new_expiry_of_another()
    {
        var (key, record) = await StoreAsync();
        var hour = SessionExpiry.Idle(TimeSpan.FromHours(1));
        await UpdateAsync(key, record, new() { HasExpiration = true, Expiry = hour, ExpiresAt = Now + TimeSpan.FromHours(1) });
        await UpdateAsync(key, record, Change(Set("b", "2")));
        await UpdateAsync(key, record, Touch(Window));
        var stored = await MustLoadAsync(key);
        Assert.Equal("a=1 b=2", stored.Values.Show());
        Assert.Equal(hour, stored.Expiry);
        Assert.Equal(Now + TimeSpan.FromHours(1), stored.ExpiresAt);
    }

    [Fact]
    public async Task No_renewal_exceeds_the_absolute_expiration()
    {
        var deadline = Now + TimeSpan.FromDays(15);
        var (key, record) = await StoreAsync(Record(deadline: deadline));
        Clock.Advance(TimeSpan.FromDays(5));
        var touched = (await UpdateAsync(key, record, Touch(Window))).Record!;
        Assert.Equal(deadline, touched.ExpiresAt);
        AssertSame(touched, await LoadAsync(key));
        await UpdateAsync(key, touched, Change(Set("a", "2")));
        Assert.Equal(deadline, (await MustLoadAsync(key)).ExpiresAt);
        Clock.Advance(TimeSpan.FromDays(10));
        Assert.Null(await LoadAsync(key));
    }

    [Fact]
    public async Task The_owner_is_set_kept_and_removed()
    {
        var (key, record) = await StoreAsync();
        var owned = (await UpdateAsync(key, record, new() { HasOwner = true, Owner = "ann", ExpiresAt = Now + Window })).Record!;
        Assert.Equal(2, owned.Version);
        Assert.Equal("ann", (await MustLoadAsync(key)).Owner);
        var kept = (await UpdateAsync(key, owned, Change(Set("b", "2")))).Record!;
        Assert.Equal("ann", (await MustLoadAsync(key)).Owner);
        await UpdateAsync(key, kept, new() { HasOwner = true, Owner = null, ExpiresAt = Now + Window });
        Assert.Null((await MustLoadAsync(key)).Owner);
    }

    [Fact]
    public async Task A_merge_keeps_the_owner_that_another_request_set()
    {
        var (key, record) = await StoreAsync();
        await UpdateAsync(key, record, new() { HasOwner = true, Owner = "ann", ExpiresAt = Now + Window });
        await UpdateAsync(key, record, Change(Set("b", "2")));
        Assert.Equal("ann", (await MustLoadAsync(key)).Owner);
    }

    [Fact]
    public async Task Parallel_pairs_of_updates_lose_nothing()
    {
        var (key, record) = await StoreAsync(Record());
        var pairs = Enumerable.Range(0, Rounds).SelectMany(i => new[] { $"left{i:000}", $"right{i:000}" }).ToArray();
        var results = await Task.WhenAll(
            pairs.Select(name => Task.Run(async () => await UpdateAsync(key, record, Change(Set(name, name))), Token)));

        Assert.DoesNotContain(results, result => result.IsGone);
        Assert.Single(results, result => result.Outcome is CommitOutcome.Applied);
        var stored = await MustLoadAsync(key);
        Assert.Equal(pairs.Order(StringComparer.Ordinal), stored.Values.Select(pair => pair.Key));
        Assert.Equal(1 + pairs.Length, stored.Version);
        Assert.Equal(Enumerable.Range(2, pairs.Length), results.Select(result => (int)result.Record!.Version).Order());
    }

    [Fact]
    public async Task Updates_during_a_removal_do_not_restore_the_record()
    {
        for (var i = 0; i < Rounds; i++)
        {
            var (key, record) = await StoreAsync();
            var update = Task.Run(async () => await UpdateAsync(key, record, Change(Set("a", "2"))), Token);
            Assert.True(await Engine.RemoveAsync(key, Token));
            await update;
            Assert.Null(await LoadAsync(key));
        }
    }

    // The loaded record would have expired by now.
    private async Task<(SessionKey Key, SessionRecord Loaded)> StoreWhatLivesByATouchAsync()
    {
        var (key, record) = await StoreAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        await UpdateAsync(key, record, Touch(Window));
        Clock.Advance(Window - TimeSpan.FromHours(1));
        return (key, record);
    }
}
