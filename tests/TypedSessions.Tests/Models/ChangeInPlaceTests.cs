namespace TypedSessions.Tests.Models;

/// <summary>Changes in place of a value that was read.</summary>
public class ChangeInPlaceTests
{
    private readonly CountingValues _values = new();
    private readonly Shop _shop;

    public ChangeInPlaceTests() => _shop = Shop.Over(_values);

    [Fact]
    public void A_returned_list_stays_the_same_object_while_other_keys_change()
    {
        _values.SetByOthers("Lines", """[{"Product":"hat","Count":1}]""");
        var lines = _shop.Lines;

        _values.SetByOthers("other", "x");
        _values.SetByOthers("Lines", """[{"Product":"hat","Count":1}]""");

        Assert.Same(lines, _shop.Lines);
    }

    [Fact]
    public void A_list_that_was_changed_in_place_is_stored_at_commit()
    {
        _values.SetByOthers("Lines", """[{"Product":"hat","Count":1}]""");
        _values.Commit();

        _shop.Lines[0].Count = 2;
        Assert.Empty(_values.Writes);
        Assert.Single(_values.Tracked).CaptureChanges(skipUnstorable: false);

        Assert.Equal("""[{"Product":"hat","Count":2}]""", _values.StoredText("Lines"));
        Assert.Equal([nameof(Shop.Lines)], _shop.ModifiedProperties);
        Assert.Equal(["Lines"], _values.Writes);
    }

    [Fact]
    public void A_list_that_is_changed_again_after_a_capture_is_captured_again()
    {
        var lines = _shop.Lines;
        lines.Add(new() { Product = "hat" });
        _shop.View.CaptureChanges();
        lines.Clear();
        _shop.View.CaptureChanges();

        Assert.Equal("[]", _values.StoredText("Lines"));
        Assert.Same(lines, _shop.Lines);
    }

    [Fact]
    public void A_getter_that_depends_on_the_clock_does_not_cause_writes()
    {
        var clock = new SessionProperty<Clocked>(0, "Clock", "clock", SessionCodec.Json<Clocked>());
        var view = new SessionView(_values, [clock]);
        _values.SetByOthers("clock", """{"Name":"Ada","Age":1}""");
        _values.Commit();
        var value = view.Get(clock);

        for (Clocked.Now = 2; Clocked.Now < 4; Clocked.Now++)
        {
            view.CaptureChanges();
        }

        Assert.Empty(_values.Writes);
        value.Name = "Eve";
        view.CaptureChanges();
        Assert.Equal("""{"Name":"Eve","Age":4}""", _values.StoredText("clock"));
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_not_overwritten_by_a_change_of_its_default()
    {
        _values.SetByOthers("Lines", "{}");
        _values.Commit();
        _shop.Lines.Add(new() { Product = "hat" });

        var error = Assert.Throws<InvalidOperationException>(_shop.View.CaptureChanges);

        Assert.Contains("The stored value of 'Lines' cannot be read", error.Message);
        Assert.Equal("{}", _values.StoredText("Lines"));
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_value_that_cannot_be_read_is_replaced_by_one_that_is_set()
    {
        _values.SetByOthers("Lines", "{}");
        _values.Commit();

        _shop.Lines = [new() { Product = "hat", Count = 1 }];
        _shop.Lines.Add(new() { Product = "bag", Count = 2 });
        _shop.View.CaptureChanges();

        Assert.Equal("""[{"Product":"hat","Count":1},{"Product":"bag","Count":2}]""", _values.StoredText("Lines"));
    }

    [Fact]
    public void The_default_of_a_value_that_cannot_be_read_may_be_read()
    {
        _values.SetByOthers("Lines", "{}");

        Assert.Empty(_shop.Lines);
        _shop.View.CaptureChanges();

        Assert.Equal("{}", _values.StoredText("Lines"));
    }

    [Fact]
    public void A_value_that_was_set_is_watched_too()
    {
        byte[] avatar = [1];
        _shop.Avatar = avatar;

        avatar[0] = 2;
        _shop.View.CaptureChanges();

        Assert.Equal([2], _values.Stored("Avatar"));
    }

    [Fact]
    public void Values_that_cannot_change_are_not_watched()
    {
        _shop.UserName = "a";
        _shop.Address = new("a", "b");
        _ = _shop.Visits;
        _ = _shop.Avatar;

        Assert.Empty(_values.Tracked);
    }

    [Fact]
    public void A_view_is_tracked_once()
    {
        _ = _shop.Lines;
        _ = _shop.Profile;
        _shop.Avatar = [1];

        Assert.Equal([_shop.View], _values.Tracked);
    }

    [Fact]
    public void A_default_is_a_change_only_after_it_was_changed_in_place()
    {
        var profile = _shop.Profile;
        Assert.False(_shop.Contains(nameof(Shop.Profile)));
        Assert.Empty(_shop.ModifiedProperties);

        profile.Handle = Guid.Empty;

        Assert.True(_shop.Contains(nameof(Shop.Profile)));
        Assert.Equal([nameof(Shop.Profile)], _shop.ModifiedProperties);
        Assert.Same(profile, _shop.Profile);
    }

    [Fact]
    public void Reading_a_value_in_a_foreign_format_does_not_store_it()
    {
        _values.SetByOthers("Lines", """[ { "Count": 1, "Product": "hat", "NotKnownHere": true } ]""");

        var lines = _shop.Lines;
        _shop.View.CaptureChanges();
        Assert.Empty(_values.Writes);
        lines[0].Count = 2;
        _shop.View.CaptureChanges();

        Assert.Equal("""[{"Product":"hat","Count":2}]""", _values.StoredText("Lines"));
    }

    [Fact]
    public void A_value_set_by_others_wins_over_a_change_in_place()
    {
        _values.SetByOthers("Lines", """[{"Product":"hat"}]""");
        _shop.Lines.Clear();
        _values.SetByOthers("Lines", """[{"Product":"coat","Count":3}]""");

        _shop.View.CaptureChanges();

        Assert.Empty(_values.Writes);
        Assert.Equal("coat", Assert.Single(_shop.Lines).Product);
    }

    [Fact]
    public void A_change_in_place_does_not_restore_a_value_that_another_request_removed()
    {
        _values.SetByOthers("Lines", """[{"Product":"hat"}]""");
        _shop.Lines[0].Count = 2;
        _values.RemoveByOthers("Lines");

        _shop.View.CaptureChanges();

        Assert.Null(_values.Stored("Lines"));
        Assert.Empty(_shop.Lines);
    }

    [Fact]
    public void A_view_with_a_change_in_place_wins_over_one_that_only_read_the_list()
    {
        _values.SetByOthers("Lines", """[{"Product":"hat"}]""");
        var other = Shop.Over(_values);
        _ = other.Lines;
        _shop.Lines[0].Count = 2;

        _shop.View.CaptureChanges();
        other.View.CaptureChanges();

        Assert.Equal(2, Assert.Single(other.Lines).Count);
    }

    [Fact]
    public void A_list_that_was_replaced_or_removed_is_no_longer_watched()
    {
        var replaced = _shop.Lines;
        _shop.Lines = [];
        replaced.Add(new());
        var removed = _shop.Lines;
        _shop.Remove(nameof(Shop.Lines));
        removed.Add(new());
        _values.Writes.Clear();

        _shop.View.CaptureChanges();

        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void Forget_discards_changes_in_place()
    {
        _shop.Lines.Add(new());

        _shop.View.Forget();
        _shop.View.CaptureChanges();

        Assert.Empty(_values.Writes);
        Assert.Empty(_shop.Lines);
    }

    private sealed class Clocked
    {
        public static int Now { get; set; }

        public string? Name { get; set; }

        public int Age => Now;
    }
}
