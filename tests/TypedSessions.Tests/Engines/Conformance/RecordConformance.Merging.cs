using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Changes of one value.</summary>
public abstract partial class RecordConformance
{
    [Fact]
    public async Task Changes_inside_a_value_are_merged()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[1,2]"))));
        await UpdateAsync(key, record, Change(SetList("list", "[1,2]", "[1,2,3]"), Set("other", "theirs")));
        var result = await UpdateAsync(key, record, Change(SetList("list", "[1,2]", "[2,4]")));
        Assert.Equal(CommitOutcome.Merged, result.Outcome);
        Assert.Equal("list=[2,3,4] other=theirs", result.Record!.Values.Show());
        AssertSame(result.Record, await LoadAsync(key));
    }

    [Fact]
    public async Task A_value_without_concurrent_changes_is_stored_as_it_was_set()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[1,2]"))));
        await UpdateAsync(key, record, Change(Set("other", "theirs")));
        await UpdateAsync(key, record, Change(SetList("list", "[1,2]", "not JSON")));
        Assert.Equal("list=not JSON other=theirs", (await MustLoadAsync(key)).Values.Show());
    }

    [Fact]
    public async Task The_same_part_is_that_of_the_later_change_and_its_key_is_returned()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[1]"))));
        await UpdateAsync(key, record, Change(SetList("list", "[1]", "[2]")));
        var result = await UpdateAsync(key, record, Change(SetList("list", "[1]", "[3]")));
        Assert.Equal(["list"], result.ConflictingKeys);
        Assert.Equal("list=[3]", (await MustLoadAsync(key)).Values.Show());
    }

    [Fact]
    public async Task A_value_that_cannot_be_merged_is_a_conflict_and_nothing_is_written()
    {
        var (key, record) = await StoreAsync(Record(Values(("alone", "a"))));
        var theirs = await UpdateAsync(key, record, Change(SetAlone("alone", "a", "b")));
        var result = await UpdateAsync(key, record, Change(SetAlone("alone", "a", "c"), Set("other", "mine")));
        Assert.Equal((CommitOutcome.Conflict, false, false), (result.Outcome, result.IsStored, result.IsGone));
        Assert.Equal(["alone"], result.ConflictingKeys);
        AssertSame(theirs.Record!, result.Record);
        AssertSame(theirs.Record!, await LoadAsync(key));
    }

    [Fact]
    public async Task A_merge_that_grows_beyond_the_limit_is_a_conflict()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[1]"))));
        var theirs = await UpdateAsync(key, record, Change(SetList("list", "[1]", "[1,2222]")));
        var changes = new SessionChanges
        {
            Values = new[] { SetList("list", "[1]", "[1,3333]") },
            ExpiresAt = Now + Window,
            MaxSize = theirs.Record!.Values.Payload.Length,
        };
        Assert.Equal(CommitOutcome.Conflict, (await UpdateAsync(key, record, changes)).Outcome);
        AssertSame(theirs.Record!, await LoadAsync(key));
    }

    [Fact]
    public async Task A_rotation_merges_inside_a_value()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[1]"))));
        await UpdateAsync(key, record, Change(SetList("list", "[1]", "[1,2]")));
        var newKey = NewKeyAfter(key);
        var result = await RotateAsync(key, newKey, record, Change(SetList("list", "[1]", "[1,3]")));
        Assert.Equal("list=[1,2,3]", result.Record!.Values.Show());
        AssertSame(result.Record, await LoadAsync(newKey));
    }

    [Fact]
    public async Task A_rotation_that_cannot_be_merged_is_a_conflict_and_leaves_the_session_under_its_key()
    {
        var (key, record) = await StoreAsync(Record(Values(("alone", "a"))));
        var theirs = await UpdateAsync(key, record, Change(SetAlone("alone", "a", "b")));
        var newKey = NewKeyAfter(key);
        var result = await RotateAsync(key, newKey, record, Change(SetAlone("alone", "a", "c")));
        Assert.Equal(CommitOutcome.Conflict, result.Outcome);
        Assert.Null(await LoadAsync(newKey));
        AssertSame(theirs.Record!, await LoadAsync(key));
    }

    [Fact]
    public async Task Concurrent_additions_to_a_list_are_all_kept()
    {
        var (key, record) = await StoreAsync(Record(Values(("list", "[0]"))));
        await Task.WhenAll(Enumerable.Range(1, 20).Select(
            number => Task.Run(async () => await UpdateAsync(key, record, Change(SetList("list", "[0]", $"[0,{number}]"))), Token)));
        var numbers = (await MustLoadAsync(key)).Values.Show()["list=[".Length..^1].Split(',').Select(static text => int.Parse(text, null));
        Assert.Equal(Enumerable.Range(0, 21), numbers.Order());
    }
}
