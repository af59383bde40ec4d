using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Storage;

public sealed class SessionUpdateTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionExpiry Hour = SessionExpiry.Idle(TimeSpan.FromHours(1));

    private readonly SessionRecord _record = new()
    {
        Values = Values(("a", "1"), ("b", "2")),
        CreatedAt = Start,
        ExpiresAt = Start.AddDays(14),
        AbsoluteExpiration = Start.AddDays(30),
        Version = 5,
        Owner = "ann",
    };

    [Fact]
    public void A_touch_moves_the_expiry_only()
    {
        var changes = new SessionChanges { ExpiresAt = Start.AddDays(20) };
        Assert.True(changes.IsTouch);
        Assert.Equal(_record with { ExpiresAt = Start.AddDays(20) }, Apply(changes));
    }

    [Fact]
    public void A_touch_of_a_record_that_others_changed_and_renewed_stores_nothing()
    {
        var update = SessionUpdate.Apply(_record, _record with { Version = 4 }, new() { ExpiresAt = Start.AddDays(14) }, Start);
        Assert.Equal((CommitOutcome.Merged, _record, null), (update.Result.Outcome, update.Result.Record, update.Record));
    }

    [Fact]
    public void A_touch_of_a_record_that_others_changed_without_renewing_it_moves_the_expiry()
    {
        var update = SessionUpdate.Apply(_record, _record with { Version = 4 }, new() { ExpiresAt = Start.AddDays(20) }, Start);
        var touched = _record with { ExpiresAt = Start.AddDays(20) };
        Assert.Equal((CommitOutcome.Merged, touched, touched), (update.Result.Outcome, update.Result.Record, update.Record));
    }

    [Fact]
    public void A_change_of_more_than_the_expiry_is_no_touch_and_increments_the_version()
    {
        SessionChanges[] all =
        [
            new() { Values = new[] { Unset("nothing") }, ExpiresAt = Start },
            new() { ClearFirst = true, ExpiresAt = Start },
            new() { HasExpiration = true, ExpiresAt = Start },
            new() { HasOwner = true, ExpiresAt = Start },
        ];
        Assert.All(all, changes => Assert.False(changes.IsTouch));
        Assert.All(all, changes => Assert.Equal(6, Apply(changes).Version));
    }

    [Fact]
    public void A_change_of_a_record_that_others_changed_is_a_merge()
    {
        var update = SessionUpdate.Apply(_record, _record with { Version = 4 }, Change(Set("c", "3")), Start);
        Assert.Equal((CommitOutcome.Merged, 6L), (update.Result.Outcome, update.Record!.Version));
        Assert.Equal("a=1 b=2 c=3", update.Record.Values.Show());
    }

    [Fact]
    public void An_update_of_a_missing_expired_unreadable_or_closed_record_returns_Gone()
    {
        SessionRecord?[] gone =
        [
            null,
            _record with { ExpiresAt = Start },
            _record with { Values = UnreadableValues() },
            Rotate(_record).ClosedCopy,
        ];
        foreach (var update in gone.Select(stored => SessionUpdate.Apply(stored, _record, Change(Set("c", "3")), Start)))
        {
            Assert.Equal((CommitOutcome.Gone, null, null), (update.Result.Outcome, update.Result.Record, update.Record));
        }
    }

    [Fact]
    public void A_rotation_is_a_new_version_even_when_nothing_changed()
        => Assert.Equal(6, Rotate(_record).Record!.Version);

    [Fact]
    public void A_rotation_leaves_a_closed_copy_that_the_next_ones_continue_from_up_to_a_limit()
    {
        var keys = Enumerable.Range(0, SessionClosure.MaxSuccessors).Select(_ => NewKey()).ToArray();
        var copy = Rotate(_record, key: keys[0]).ClosedCopy!;
        Assert.Equal((6, null, "ann", Start.AddSeconds(60)), (copy.Version, copy.Owner, copy.Closure!.Owner, copy.ExpiresAt));
        Assert.Equal(CommitOutcome.Closed, Rotate(copy, _record).Result.Outcome);

        foreach (var key in keys[1..])
        {
            var update = Rotate(copy, copy, key);
            Assert.Equal(CommitOutcome.Applied, update.Result.Outcome);
            copy = update.ClosedCopy!;
        }

        Assert.Equal(keys, copy.Closure!.Successors);
        var refused = Rotate(copy, copy);
        Assert.Equal((CommitOutcome.Closed, copy, null), (refused.Result.Outcome, refused.Result.Record, refused.Record));
    }

    [Fact]
    public void The_same_changes_can_be_applied_again_in_any_order_of_their_keys()
    {
        SessionValueChange[] values = [Set("z", "3"), Unset("a"), Set("c", "4")];
        var changes = Change(values);
        Assert.Equal("b=2 c=4 z=3", Apply(changes).Values.Show());
        Assert.Equal("b=2 c=4 z=3", Apply(changes).Values.Show());
        Assert.Equal(["z", "a", "c"], values.Select(change => change.Key));
    }

    [Fact]
    public void A_clear_applies_before_the_set_values()
        => Assert.Equal("b=9", Apply(new() { ClearFirst = true, Values = new[] { Set("b", "9") }, ExpiresAt = Start }).Values.Show());

    [Fact]
    public void No_expiry_exceeds_the_absolute_expiration()
    {
        Assert.Equal(Start.AddDays(30), Apply(new() { ExpiresAt = Start.AddDays(40) }).ExpiresAt);
        var forced = new SessionChanges
        {
            HasExpiration = true,
            Expiry = SessionExpiry.At(Start.AddDays(99)),
            ExpiresAt = Start.AddDays(99),
        };
        Assert.Equal(Start.AddDays(30), Apply(forced).ExpiresAt);
    }

    [Fact]
    public void A_renewal_that_was_computed_from_another_expiry_leaves_the_records_own()
    {
        var after = Apply(new() { Expiry = Hour, ExpiresAt = Start.AddHours(1) });
        Assert.Equal(SessionExpiry.Default, after.Expiry);
        Assert.Equal(_record.ExpiresAt, after.ExpiresAt);
    }

    [Fact]
    public void A_write_without_a_renewal_keeps_the_expiration_that_another_request_set()
        => Assert.Equal(
            _record.ExpiresAt,
            Apply(new() { RenewExpiration = false, ExpiresAt = _record.ExpiresAt.AddDays(-1), Values = new[] { Set("b", "9") } })
                .ExpiresAt);

    [Fact]
    public void A_new_expiry_replaces_that_of_the_record()
    {
        var after = Apply(new() { HasExpiration = true, Expiry = Hour, ExpiresAt = Start.AddHours(1) });
        Assert.Equal(Hour, after.Expiry);
        Assert.Equal(Start.AddHours(1), after.ExpiresAt);
    }

    [Fact]
    public void The_owner_changes_only_on_request()
    {
        Assert.Equal("ann", Apply(new() { Owner = "eve", ExpiresAt = Start }).Owner);
        Assert.Equal("bob", Apply(new() { HasOwner = true, Owner = "bob", ExpiresAt = Start }).Owner);
        Assert.Null(Apply(new() { HasOwner = true, ExpiresAt = Start }).Owner);
    }

    private static SessionChanges Change(params SessionValueChange[] values) => new() { Values = values, ExpiresAt = Start.AddDays(14) };

    private static SessionUpdate Rotate(SessionRecord stored, SessionRecord? loaded = null, SessionKey? key = null)
        => SessionUpdate.Rotate(stored, key ?? NewKey(), loaded ?? stored, Change(), Start);

    private SessionRecord Apply(SessionChanges changes) => SessionUpdate.Apply(_record, _record, changes, Start).Record!;
}
