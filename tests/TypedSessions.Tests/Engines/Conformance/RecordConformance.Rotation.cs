using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Rotation.</summary>
public abstract partial class RecordConformance
{
    [Fact]
    public async Task A_rotation_moves_the_complete_record()
    {
        var deadline = Now + TimeSpan.FromDays(90);
        var (key, record) = await StoreAsync(Record(Values(("a", "1")), owner: "ann", deadline: deadline));
        Clock.Advance(TimeSpan.FromDays(1));
        var newKey = NewKeyAfter(key);
        var result = await RotateAsync(key, newKey, record);
        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        var expected = new SessionRecord
        {
            Values = record.Values,
            CreatedAt = record.CreatedAt,
            ExpiresAt = Now + Window,
            AbsoluteExpiration = deadline,
            Version = 2,
            Owner = "ann",
        };
        AssertSame(expected, result.Record);
        AssertSame(expected, await LoadAsync(newKey));
        await AssertCountAsync(1);
    }

    [Fact]
    public async Task The_old_key_has_no_live_record_after_a_rotation()
    {
        var (key, record) = await StoreAsync();
        await RotateAsync(key, NewKeyAfter(key), record);
        Assert.Equal(LeavesCopies, (await LoadAsync(key))?.IsClosed == true);
        Assert.True((await UpdateAsync(key, record, Change(Set("a", "2")))).IsGone);
        Assert.True((await UpdateAsync(key, record, Touch(Window))).IsGone);
        Assert.True((await RotateAsync(key, NewKeyAfter(key), record)).IsGone);
        Assert.False(await Engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task A_renewal_of_the_id_leaves_a_copy_without_values_that_lives_as_long_as_the_session()
    {
        if (!LeavesCopies)
        {
            return;
        }

        var (key, record) = await StoreAsync(Record(Values(("a", "1")), owner: "ann"));
        var newKey = NewKeyAfter(key);
        var changes = new SessionChanges { Values = new[] { Set("b", "2") }, ExpiresAt = Now + Window, RenewId = true };

        var result = await RotateAsync(key, newKey, record, changes);
        Clock.Advance(Window - TimeSpan.FromSeconds(1));

        AssertSame(result.Record!, await LoadAsync(newKey));
        Assert.Equal("a=1 b=2", result.Record!.Values.Show());
        var copy = await LoadAsync(key);
        Assert.Equal((true, "ann", ""), (copy!.Closure!.IsRenewal, copy.Closure.Owner, copy.Values.Show()));
        Assert.Equal([newKey], copy.Closure.Successors);
        Assert.Equal(result.Record.ExpiresAt, copy.ExpiresAt);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(await LoadAsync(key));
    }

    [Fact]
    public async Task A_rotation_applies_its_changes_to_those_of_other_requests()
    {
        var (key, record) = await StoreAsync();
        await UpdateAsync(key, record, Change(Set("by others", "2")));
        var newKey = NewKeyAfter(key);
        var changes = new SessionChanges { Values = new[] { Set("b", "3") }, HasOwner = true, Owner = "ann", ExpiresAt = Now + Window };
        var result = await RotateAsync(key, newKey, record, changes);
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal("a=1 b=3 by others=2", result.Record!.Values.Show());
        Assert.Equal(3, result.Record.Version);
        Assert.Equal("ann", result.Record.Owner);
        AssertSame(result.Record, await LoadAsync(newKey));
    }

    [Fact]
    public async Task A_rotation_of_a_missing_record_creates_nothing()
    {
        var (key, record) = await StoreAsync();
        await Engine.RemoveAsync(key, Token);
        var newKey = NewKeyAfter(key);
        Assert.True((await RotateAsync(key, newKey, record, Change(Set("a", "2")))).IsGone);
        Assert.Null(await LoadAsync(newKey));
        await AssertCountAsync(0);
    }

    [Fact]
    public async Task A_rotation_onto_a_taken_key_throws_and_changes_nothing()
    {
        var (key, record) = await StoreAsync();
        var (taken, other) = (NewKeyAfter(key), Record(Values(("b", "2"))));
        Assert.True(await CreateAsync(taken, other));
        await Assert.ThrowsAsync<SessionEngineException>(async () => await RotateAsync(key, taken, record));
        AssertSame(record, await LoadAsync(key));
        AssertSame(other, await LoadAsync(taken));
    }

    [Fact]
    public async Task Exactly_one_of_many_concurrent_rotations_succeeds()
    {
        var (key, record) = await StoreAsync();
        var newKeys = Enumerable.Range(0, 20).Select(_ => NewKeyAfter(key)).ToArray();
        var results = await Task.WhenAll(
            newKeys.Select(newKey => Task.Run(async () => await RotateAsync(key, newKey, record), Token)));

        Assert.Single(results, result => !result.IsGone);
        await AssertCountAsync(1);
        Assert.Equal(LeavesCopies, (await LoadAsync(key))?.IsClosed == true);
        Assert.NotNull(await LoadAsync(newKeys[Array.FindIndex(results, result => !result.IsGone)]));
    }

    [Fact]
    public async Task A_rotation_among_updates_loses_no_committed_value()
    {
        var (key, record) = await StoreAsync(Record());
        var newKey = NewKeyAfter(key);
        var rotation = Task.Run(async () => await RotateAsync(key, newKey, record), Token);
        var updates = await Task.WhenAll(Enumerable.Range(0, 100).Select(
            i => Task.Run(async () => (Name: $"n{i:00}", Result: await UpdateAsync(key, record, Change(Set($"n{i:00}", "1")))), Token)));

        Assert.False((await rotation).IsGone);
        var committed = updates.Where(update => !update.Result.IsGone).Select(update => update.Name);
        Assert.Equal(committed.Order(StringComparer.Ordinal), (await MustLoadAsync(newKey)).Values.Select(pair => pair.Key));
    }
}
