using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Storage;

public sealed class SessionChangesTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionExpiry Hour = SessionExpiry.Idle(TimeSpan.FromHours(1));

    private readonly SessionRecord _record = new()
    {
        Values = Values(("a", "1"), ("b", "2")),
        Created = Start,
        Expires = Start.AddDays(14),
        Deadline = Start.AddDays(30),
        Version = 5,
        Owner = "ann",
    };

    [Fact]
    public void A_touch_moves_the_expiry_only()
    {
        var changes = new SessionChanges { Expires = Start.AddDays(20) };
        Assert.True(changes.IsTouch);
        var after = changes.ApplyTo(_record);
        Assert.Equal(Start.AddDays(20), after.Expires);
        Assert.Same(_record.Values, after.Values);
        Assert.Equal((5, Start, "ann"), (after.Version, after.Created, after.Owner));
    }

    [Fact]
    public void Whatever_changes_more_than_the_expiry_is_no_touch_and_spends_a_version()
    {
        SessionChanges[] all =
        [
            new() { Values = new[] { Unset("nothing") }, Expires = Start },
            new() { Clears = true, Expires = Start },
            new() { ChangesExpiry = true, Expires = Start },
            new() { ChangesOwner = true, Expires = Start },
        ];
        Assert.All(all, changes => Assert.False(changes.IsTouch));
        Assert.All(all, changes => Assert.Equal(6, changes.ApplyTo(_record).Version));
    }

    [Fact]
    public void A_rotation_is_a_new_version_even_when_nothing_changed()
        => Assert.Equal(6, new SessionChanges { Expires = Start.AddDays(14) }.ApplyTo(_record, rotating: true).Version);

    [Fact]
    public void The_same_changes_can_be_applied_again_in_any_order_of_their_keys()
    {
        SessionValueChange[] values = [Set("z", "3"), Unset("a"), Set("c", "4")];
        var changes = new SessionChanges { Values = values, Expires = Start };
        Assert.Equal("b=2 c=4 z=3", changes.ApplyTo(_record).Values.Show());
        Assert.Equal("b=2 c=4 z=3", changes.ApplyTo(_record).Values.Show());
        Assert.Equal(["z", "a", "c"], values.Select(change => change.Key));
    }

    [Fact]
    public void A_clear_goes_before_what_is_set()
        => Assert.Equal(
            "b=9", new SessionChanges { Clears = true, Values = new[] { Set("b", "9") }, Expires = Start }.ApplyTo(_record).Values.Show());

    [Fact]
    public void No_expiry_passes_the_deadline()
    {
        Assert.Equal(Start.AddDays(30), new SessionChanges { Expires = Start.AddDays(40) }.ApplyTo(_record).Expires);
        var forced = new SessionChanges { ChangesExpiry = true, Expiry = SessionExpiry.At(Start.AddDays(99)), Expires = Start.AddDays(99) };
        Assert.Equal(Start.AddDays(30), forced.ApplyTo(_record).Expires);
    }

    [Fact]
    public void A_renewal_that_was_reckoned_from_another_expiry_leaves_the_records_own()
    {
        var after = new SessionChanges { Expiry = Hour, Expires = Start.AddHours(1) }.ApplyTo(_record);
        Assert.Equal(SessionExpiry.Default, after.Expiry);
        Assert.Equal(_record.Expires, after.Expires);
    }

    [Fact]
    public void What_is_no_renewal_leaves_the_records_end_where_another_request_moved_it()
    {
        var changes = new SessionChanges { Renews = false, Expiry = _record.Expiry, Expires = _record.Expires.AddDays(-1), Values = new[] { Set("b", "9") } };
        Assert.Equal(_record.Expires, changes.ApplyTo(_record).Expires);
    }

    [Fact]
    public void A_new_expiry_replaces_the_records_own()
    {
        var after = new SessionChanges { ChangesExpiry = true, Expiry = Hour, Expires = Start.AddHours(1) }.ApplyTo(_record);
        Assert.Equal(Hour, after.Expiry);
        Assert.Equal(Start.AddHours(1), after.Expires);
    }

    [Fact]
    public void The_owner_changes_only_when_it_is_said_to()
    {
        Assert.Equal("ann", new SessionChanges { Owner = "eve", Expires = Start }.ApplyTo(_record).Owner);
        Assert.Equal("bob", new SessionChanges { ChangesOwner = true, Owner = "bob", Expires = Start }.ApplyTo(_record).Owner);
        Assert.Null(new SessionChanges { ChangesOwner = true, Expires = Start }.ApplyTo(_record).Owner);
    }
}
