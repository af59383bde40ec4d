using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>The rules of <see cref="ISessionLimitEngine"/>, for engines that can limit the number of a user's sessions.</summary>
public abstract partial class EngineConformance
{
    private static readonly SessionLimit Two = new(2, SessionLimitAction.EndLeastRecentlySeen);
    private static readonly SessionLimit RefuseThird = new(2, SessionLimitAction.RefuseSignIn);

    private ISessionLimitEngine? Limits => Engine is ISessionLimitEngine { CanLimitSessions: true } engine ? engine : null;

    [Fact]
    public async Task A_sign_in_beyond_the_limit_ends_the_least_recently_used_session()
    {
        if (Limits is null)
        {
            return;
        }

        var (first, second, third) = (await SignInAsync("ann"), await SignInAsync("ann"), CreateKey("ann"));
        var used = await MustLoadAsync(first);
        await UpdateAsync(first, used, Use());

        Clock.Advance(TimeSpan.FromMinutes(1));
        var result = await Limits.CreateAsync(third, SignedIn("ann"), Two, Token);

        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        AssertEnded(second, result);
        Assert.Null(await LoadAsync(second));
        AssertSame(result.Record!, await LoadAsync(third));
        await AssertCountAsync(2);
    }

    [Fact]
    public async Task A_rotation_beyond_the_limit_ends_the_least_recently_used_session()
    {
        if (Limits is null)
        {
            return;
        }

        var (first, second) = (await SignInAsync("ann"), await SignInAsync("ann"));
        var (visitor, record) = await StoreAsync();
        var result = await RotateWithinAsync(visitor, record, "ann", Two);

        AssertEnded(first, result);
        Assert.Equal("a=1", result.Record!.Values.Show());
        Assert.Null(await LoadAsync(first));
        Assert.NotNull(await LoadAsync(second));
        Assert.True((await MustLoadAsync(visitor)).IsClosed);
        await AssertCountAsync(2);
    }

    [Fact]
    public async Task A_sign_in_that_replaces_a_session_needs_no_further_room()
    {
        if (Limits is null)
        {
            return;
        }

        var (first, second) = (await SignInAsync("ann"), await SignInAsync("ann"));
        var result = await RotateWithinAsync(second, await MustLoadAsync(second), "ann", RefuseThird);

        Assert.True(result.IsStored);
        Assert.Empty(result.EndedSessions);
        Assert.NotNull(await LoadAsync(first));
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_writes_nothing()
    {
        if (Limits is null)
        {
            return;
        }

        await SignInAsync("ann");
        await SignInAsync("ann");
        var (visitor, record) = await StoreAsync();
        var key = CreateKey("ann");

        Assert.Equal(CommitOutcome.LimitReached, (await Limits.CreateAsync(key, SignedIn("ann"), RefuseThird, Token)).Outcome);
        Assert.Equal(CommitOutcome.LimitReached, (await RotateWithinAsync(visitor, record, "ann", RefuseThird)).Outcome);
        Assert.Null(await LoadAsync(key));
        AssertSame(record, await LoadAsync(visitor));
        await AssertCountAsync(3);
    }

    [Fact]
    public async Task Only_live_sessions_of_the_owner_with_a_sign_in_count()
    {
        if (Limits is null)
        {
            return;
        }

        await SignInAsync("bob");
        await StoreAsync(Record(owner: "ann"));
        await Limits.CreateAsync(CreateKey("ann"), SignedIn("ann", TimeSpan.FromSeconds(1)), Two, Token);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SignInAsync("ann");

        var result = await Limits.CreateAsync(CreateKey("ann"), SignedIn("ann"), RefuseThird, Token);

        Assert.True(result.IsStored);
        Assert.Empty(result.EndedSessions);
        await AssertCountAsync(4);
    }

    [Fact]
    public async Task Sessions_that_continue_from_one_closed_copy_count_as_one_for_each_other()
    {
        if (Limits is null)
        {
            return;
        }

        var other = await SignInAsync("ann");
        var (visitor, record) = await StoreAsync();
        var first = await RotateWithinAsync(visitor, record, "ann", RefuseThird);
        var second = await RotateWithinAsync(visitor, await MustLoadAsync(visitor), "ann", RefuseThird);

        Assert.True(first.IsStored && second.IsStored);
        Assert.NotNull(await LoadAsync(other));
        await AssertCountAsync(3);
    }

    [Fact]
    public async Task Concurrent_sign_ins_keep_the_allowed_number_of_sessions_and_do_not_end_each_other()
    {
        if (Limits is not { } limits)
        {
            return;
        }

        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () =>
            {
                var key = CreateKey("ann");
                var result = await limits.CreateAsync(key, SignedIn("ann"), Two, Token);
                return (Key: key, Result: result);
            },
            Token)));

        Assert.All(results, static it => Assert.DoesNotContain(it.Key, it.Result.EndedSessions.Select(static ended => ended.Key)));
        Assert.Equal(18, results.SelectMany(static it => it.Result.EndedSessions).Select(static ended => ended.Key).Distinct().Count());
        await AssertCountAsync(2);
        var refused = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(
            async () => await limits.CreateAsync(CreateKey("bob"), SignedIn("bob"), RefuseThird, Token), Token)));
        Assert.Equal(2, refused.Count(static result => result.IsStored));
        await AssertCountAsync(4);
    }

    private static void AssertEnded(SessionKey key, CommitResult result)
    {
        var ended = Assert.Single(result.EndedSessions);
        Assert.Equal((key, Phone), (ended.Key, ended.Device));
    }

    private async Task<SessionKey> SignInAsync(string owner)
    {
        var key = CreateKey(owner);
        Assert.True(await CreateAsync(key, SignedIn(owner)));
        Clock.Advance(TimeSpan.FromMinutes(1));
        return key;
    }

    private async Task<CommitResult> RotateWithinAsync(SessionKey key, SessionRecord loaded, string owner, SessionLimit limit)
    {
        var newKey = NewKeyAfter(key);
        while (!CanPlace(newKey, owner))
        {
            newKey = NewKeyAfter(key);
        }

        var changes = new SessionChanges
        {
            ExpiresAt = Now + Window,
            HasExpiration = true,
            HasOwner = true,
            Owner = owner,
            HasSignedInAt = true,
            SignedInAt = Now,
            LastSeenAt = Now,
        };
        return await Limits!.RotateAsync(key, newKey, loaded, changes, limit, Token);
    }

    private SessionKey CreateKey(string owner)
    {
        var key = NewKey();
        while (!CanPlace(key, owner))
        {
            key = NewKey();
        }

        return key;
    }

    private bool CanPlace(SessionKey key, string owner) => Engine is not ISessionKeyPlacement placement || placement.CanPlace(key, owner);

    private SessionRecord SignedIn(string owner, TimeSpan? lasts = null)
        => Record(owner: owner, lasts: lasts) with { Account = new SessionAccount { SignedInAt = Now, LastSeenAt = Now, Device = Phone } };
}
