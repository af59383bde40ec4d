using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>The stored times and device of a user's session.</summary>
public abstract partial class RecordConformance
{
    private protected static readonly SessionDevice Phone
        = new() { UserAgent = "Firefox", SignInAddress = "203.0.113.0/24", LastAddress = "203.0.113.0/24", Label = "My phone" };

    [Fact]
    public async Task An_account_is_returned_as_it_was_stored()
    {
        var (key, record) = await StoreAsync(OfAnn());
        AssertSame(record, await LoadAsync(key));
        var (bare, unknown) = await StoreAsync(Record(owner: "ann") with { Account = new SessionAccount { LastSeenAt = Now } });
        AssertSame(unknown, await LoadAsync(bare));
    }

    [Fact]
    public async Task An_update_stores_the_last_use_and_leaves_the_sign_in()
    {
        var (key, record) = await StoreAsync(OfAnn());
        Clock.Advance(TimeSpan.FromMinutes(1));
        var updated = (await UpdateAsync(key, record, Use(Laptop(), Set("a", "2")))).Record!;

        Assert.Equal(record.Account! with { LastSeenAt = Now, Device = Phone with { LastAddress = "198.51.100.0/24" } }, updated.Account);
        AssertSame(updated, await LoadAsync(key));
        Clock.Advance(TimeSpan.FromMinutes(1));
        var again = (await UpdateAsync(key, updated, Use(Laptop(), Set("a", "3")))).Record!;
        Assert.Equal(Now, again.LastSeenAt);
        AssertSame(again, await LoadAsync(key));
    }

    [Fact]
    public async Task A_use_that_is_earlier_than_the_stored_one_is_not_stored()
    {
        var (key, record) = await StoreAsync(OfAnn());
        var changes = new SessionChanges
        {
            Values = new[] { Set("a", "2") },
            ExpiresAt = Now + Window,
            LastSeenAt = Now - TimeSpan.FromMinutes(1),
        };
        Assert.Equal(Now, (await UpdateAsync(key, record, changes)).Record!.LastSeenAt);
        Assert.Equal(Now, (await MustLoadAsync(key)).LastSeenAt);
    }

    [Fact]
    public async Task A_touch_stores_the_last_use_and_the_latest_address_and_nothing_else()
    {
        var (key, record) = await StoreAsync(OfAnn());
        Clock.Advance(TimeSpan.FromMinutes(10));
        var touched = (await UpdateAsync(key, record, Use())).Record!;

        AssertSame(record with { Account = record.Account! with { LastSeenAt = Now } }, touched);
        AssertSame(touched, await LoadAsync(key));
        Clock.Advance(TimeSpan.FromMinutes(10));
        var moved = (await UpdateAsync(key, touched, Use(Laptop()))).Record!;
        Assert.Equal(Phone with { LastAddress = "198.51.100.0/24" }, moved.Device);
        AssertSame(moved, await LoadAsync(key));
    }

    [Fact]
    public async Task A_touch_that_stores_the_last_use_leaves_the_expiry_that_another_has_moved()
    {
        var (key, record) = await StoreAsync(OfAnn());
        Clock.Advance(TimeSpan.FromDays(1));
        await UpdateAsync(key, record, Touch(Window));
        await UpdateAsync(key, record, Use());

        Assert.Equal(Now + Window, (await MustLoadAsync(key)).ExpiresAt);
        Assert.Equal(Now, (await MustLoadAsync(key)).LastSeenAt);
    }

    [Fact]
    public async Task A_touch_of_a_missing_record_stores_nothing()
    {
        var (key, record) = await StoreAsync(OfAnn());
        await Engine.RemoveAsync(key, Token);
        Assert.True((await UpdateAsync(key, record, Use())).IsGone);
        Assert.Null(await LoadAsync(key));
    }

    [Fact]
    public async Task A_rotation_keeps_the_account_and_a_sign_in_replaces_all_but_the_label()
    {
        var (key, record) = await StoreAsync(OfAnn());
        var (second, third) = (NewKeyAfter(key), NewKeyAfter(key));
        var rotated = (await RotateAsync(key, second, record)).Record!;
        Assert.Equal(record.Account, rotated.Account);

        Clock.Advance(TimeSpan.FromHours(1));
        var signIn = new SessionChanges
        {
            ExpiresAt = Now + Window,
            HasSignedInAt = true,
            SignedInAt = Now,
            LastSeenAt = Now,
            Device = Laptop(),
        };
        var signedIn = (await RotateAsync(second, third, rotated, signIn)).Record!;
        Assert.Equal(
            new SessionAccount { SignedInAt = Now, LastSeenAt = Now, Device = Laptop() with { Label = Phone.Label } }, signedIn.Account);
        AssertSame(signedIn, await LoadAsync(third));
    }

    [Fact]
    public async Task Another_owner_does_not_get_the_times_and_device_of_the_previous_one()
    {
        var (key, record) = await StoreAsync(OfAnn());
        var newKey = NewKeyAfter(key);
        var changes = new SessionChanges
        {
            ExpiresAt = Now + Window,
            HasOwner = true,
            Owner = "bob",
            LastSeenAt = Now,
            Device = Laptop(),
        };
        var next = (await RotateAsync(key, newKey, record, changes)).Record!;
        Assert.Equal(new SessionAccount { LastSeenAt = Now, Device = Laptop() }, next.Account);
        AssertSame(next, await LoadAsync(newKey));
    }

    [Fact]
    public async Task A_record_without_a_user_gets_no_account()
    {
        var (key, record) = await StoreAsync();
        Assert.Null((await UpdateAsync(key, record, Use(Laptop(), Set("a", "2")))).Record!.Account);
        Assert.Null((await MustLoadAsync(key)).Account);
    }

    [Fact]
    public async Task A_label_is_stored_without_a_change_of_expiry_and_use()
    {
        var (key, record) = await StoreAsync(OfAnn());
        var label = new SessionChanges { ExpiresAt = record.ExpiresAt, RenewExpiration = false, HasLabel = true, Label = "Work" };
        var labelled = (await UpdateAsync(key, record, label)).Record!;
        AssertSame(
            record with { Version = 2, Account = record.Account! with { Device = Phone with { Label = "Work" } } }, labelled);
        AssertSame(labelled, await LoadAsync(key));
    }

    private protected SessionRecord OfAnn() => Record(Values(("a", "1")), owner: "ann") with
    {
        OwnerScheme = "Cookies",
        Account = new SessionAccount { SignedInAt = Now - TimeSpan.FromHours(1), LastSeenAt = Now, Device = Phone },
    };

    private protected static SessionDevice Laptop()
        => new() { UserAgent = "Safari", SignInAddress = "198.51.100.0/24", LastAddress = "198.51.100.0/24" };

    /// <summary>The changes of a request that updates <c>LastSeenAt</c> without a renewal.</summary>
    private protected SessionChanges Use(SessionDevice? device = null, params SessionValueChange[] values) => new()
    {
        Values = values,
        ExpiresAt = Now + Window,
        RenewExpiration = false,
        LastSeenAt = Now,
        Device = device,
    };
}
