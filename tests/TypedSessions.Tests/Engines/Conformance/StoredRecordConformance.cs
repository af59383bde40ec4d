using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>The rules of closed copies, for engines that store records by key.</summary>
public abstract class StoredRecordConformance : RecordConformance
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    protected override bool LeavesCopies => true;

    [Fact]
    public async Task A_rotation_leaves_the_values_before_it_in_a_closed_copy_without_tickets()
    {
        var values = Values(("a", "1"), ("__ts.ticket.Cookies", "secret"), ("__ts.testcookie", "1"));
        var (key, record) = await StoreAsync(Record(values, owner: "ann", expiry: SessionExpiry.Idle(Window)));
        var newKey = NewKeyAfter(key);
        var changes = new SessionChanges
        {
            Values = new[] { Set("b", "2") },
            HasOwner = true,
            Owner = "bob",
            OwnerScheme = "Cookies",
            ExpiresAt = Now + Window,
        };
        var next = (await RotateAsync(key, newKey, record, changes)).Record!;

        var copy = await MustLoadAsync(key);
        Assert.True(copy.IsClosed);
        Assert.Equal("__ts.testcookie=1 a=1", copy.Values.Show());
        Assert.Equal(Now + Grace, copy.ExpiresAt);
        Assert.True(copy.Version > record.Version);
        Assert.Null(copy.Owner);
        Assert.Equal([newKey], copy.Closure!.Successors);
        Assert.Equal("ann", copy.Closure.Owner);
        Assert.Equal(SessionExpiry.Idle(Window), copy.Closure.Expiry);
        Assert.Equal("Cookies", next.OwnerScheme);
        AssertSame(next, await LoadAsync(newKey));
    }

    [Fact]
    public async Task A_closed_copy_has_no_account()
    {
        var (key, record) = await StoreAsync(OfAnn());
        await RotateAsync(key, NewKeyAfter(key), record);
        Assert.Null((await MustLoadAsync(key)).Account);
    }

    [Fact]
    public async Task A_late_rotation_answers_with_the_closed_copy()
    {
        var (key, record) = await StoreAsync();
        await RotateAsync(key, NewKeyAfter(key), record);
        var copy = await MustLoadAsync(key);

        var late = NewKeyAfter(key);
        var result = await RotateAsync(key, late, record);

        Assert.Equal(CommitOutcome.Closed, result.Outcome);
        AssertSame(copy, result.Record);
        Assert.Null(await LoadAsync(late));
    }

    [Fact]
    public async Task A_session_that_continues_from_a_closed_copy_has_its_values_and_is_recorded_there()
    {
        var (key, record) = await StoreAsync();
        var (first, second) = (NewKeyAfter(key), NewKeyAfter(key));
        var next = (await RotateAsync(key, first, record, Change(Set("a", "2")))).Record!;
        var copy = await MustLoadAsync(key);

        var result = await RotateAsync(key, second, copy, Continuation(Set("b", "3")));

        Assert.False(result.IsGone);
        Assert.Equal("a=1 b=3", (await MustLoadAsync(second)).Values.Show());
        Assert.False(result.Record!.IsClosed);
        Assert.Equal([first, second], (await MustLoadAsync(key)).Closure!.Successors);
        Assert.Equal(copy.ExpiresAt, (await MustLoadAsync(key)).ExpiresAt);
        AssertSame(next, await LoadAsync(first));
        await AssertCountAsync(2);
    }

    [Fact]
    public async Task No_more_than_eight_sessions_continue_from_a_closed_copy()
    {
        var (key, record) = await StoreAsync();
        await RotateAsync(key, NewKeyAfter(key), record);
        var copy = await MustLoadAsync(key);

        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(
            _ => Task.Run(async () => await RotateAsync(key, NewKeyAfter(key), copy, Continuation()), Token)));

        Assert.Equal(SessionClosure.MaxSuccessors - 1, results.Count(result => !result.IsGone));
        Assert.Equal(SessionClosure.MaxSuccessors, (await MustLoadAsync(key)).Closure!.Successors.Count);
        await AssertCountAsync(SessionClosure.MaxSuccessors);
    }

    [Fact]
    public async Task Removing_the_old_key_keeps_the_copy_and_its_successor()
    {
        var (key, record) = await StoreAsync(Record(owner: "ann"));
        var newKey = NewKeyAfter(key);
        await RotateAsync(key, newKey, record);

        Assert.False(await Engine.RemoveAsync(key, Token));

        Assert.True((await MustLoadAsync(key)).IsClosed);
        Assert.NotNull(await LoadAsync(newKey));
    }

    [Fact]
    public async Task A_closed_copy_is_not_counted_listed_or_found_and_ends_with_its_time()
    {
        var (key, record) = await StoreAsync(Record(owner: "ann"));
        var newKey = NewKeyAfter(key);
        await RotateAsync(key, newKey, record);
        if (Engine is ISessionInventory inventory)
        {
            Assert.Equal(1, await inventory.CountAsync(Token));
            Assert.Equal([newKey], await inventory.ListAsync(Token).Select(session => session.Key).ToListAsync(Token));
            Assert.Equal([newKey], await inventory.FindByOwnerAsync("ann", Token).Select(session => session.Key).ToListAsync(Token));
            Assert.Contains(newKey, await inventory.FindForRemovalAsync("ann", Token).Select(session => session.Key).ToListAsync(Token));
        }

        Clock.Advance(Grace);
        Assert.Null(await LoadAsync(key));
        Assert.NotNull(await LoadAsync(newKey));
    }

    [Fact]
    public async Task Without_a_grace_the_copy_has_no_values_but_still_names_its_successor()
    {
        var (key, record) = await StoreAsync();
        var newKey = NewKeyAfter(key);
        await RotateAsync(key, newKey, record, new SessionChanges { ExpiresAt = Now + Window, RotationGrace = TimeSpan.Zero });

        var copy = await MustLoadAsync(key);
        Assert.Equal(0, copy.Values.Count);
        Assert.Equal([newKey], copy.Closure!.Successors);
        Assert.Equal(Now + Grace, copy.ExpiresAt);
    }

    [Fact]
    public async Task A_rotation_restarts_the_absolute_lifetime_if_requested()
    {
        var (key, record) = await StoreAsync(Record(deadline: Now + TimeSpan.FromDays(20)));
        Clock.Advance(TimeSpan.FromDays(10));
        var newKey = NewKeyAfter(key);
        await RotateAsync(
            key,
            newKey,
            record,
            new SessionChanges
            {
                ExpiresAt = Now + Window,
                HasAbsoluteExpiration = true,
                AbsoluteExpiration = Now + TimeSpan.FromDays(20),
            });

        var next = await MustLoadAsync(newKey);
        Assert.Equal(Now + TimeSpan.FromDays(20), next.AbsoluteExpiration);
        Assert.Equal(Now + Window, next.ExpiresAt);
    }

    private SessionChanges Continuation(params SessionValueChange[] values)
        => new() { Values = values, HasExpiration = true, ExpiresAt = Now + Window };
}
