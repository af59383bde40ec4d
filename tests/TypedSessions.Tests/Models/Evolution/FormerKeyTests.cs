using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models.Evolution;

/// <summary>Values under the keys of earlier versions of a model.</summary>
public sealed class FormerKeyTests
{
    private const string Hat = """[{"Product":"hat","Count":1}]""";

    private static readonly byte[] Three = [0, 0, 0, 3];

    private readonly CountingValues _values = new();

    private MovingShop Moving => ((ISession)_values).As<MovingShop>();

    private KeepingShop Keeping => ((ISession)_values).As<KeepingShop>();

    [Fact]
    public void Reading_a_former_key_returns_its_value_and_changes_nothing()
    {
        Store(("v.cart", Hat), ("v.coupon", "x"));

        Assert.Equal("hat", Moving.Lines.Single().Product);
        Assert.True(Moving.Contains(nameof(MovingShop.Lines)));
        Assert.False(Moving.IsModified);
        Moving.CaptureAll(_values);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_type_change_is_upgraded_on_reading()
    {
        Store("v.visits", Three);

        Assert.Equal(3, Moving.Visits.Number);
        Assert.Empty(_values.Unreadable);
        Assert.False(Moving.IsModified);
    }

    [Fact]
    public void The_own_key_wins_and_costs_one_read()
    {
        Store(("v.cart", Hat), ("v.lines", "[]"));
        var model = Moving;
        _ = model.Session;
        var reads = _values.Reads;

        Assert.Empty(model.Lines);
        Assert.Equal(reads + 1, _values.Reads);
    }

    [Fact]
    public void The_first_of_two_former_keys_wins()
    {
        Store(("v.cart", Hat), ("v.basket", "[]"));

        Assert.Single(Moving.Lines);
        _values.RemoveByOthers("v.cart");
        Assert.Empty(Moving.Lines);
    }

    [Fact]
    public void Setting_moves_the_value_to_its_own_key_and_removes_all_former_and_retired_keys()
    {
        Store(("v.cart", Hat), ("v.basket", "[]"), ("v.coupon", "x"));

        Moving.Lines = [new() { Product = "tie" }];

        Assert.Equal(["-v.cart", "-v.basket", "v.lines", "-v.coupon"], _values.Writes);
        Assert.Equal(["Lines"], Moving.ModifiedProperties);
        Assert.Equal("tie", Moving.Lines.Single().Product);
    }

    [Fact]
    public void Setting_the_value_that_was_read_moves_it()
    {
        Store("v.number", [0, 0, 0, 8]);

        Assert.Equal(4, Moving.Half);
        Moving.Half = 4;

        Assert.Null(_values.Stored("v.number"));
        Assert.Equal([0, 0, 0, 4], _values.Stored("v.Half"));
        _values.Writes.Clear();
        Moving.Half = 4;
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_change_in_place_moves_the_value_once()
    {
        Store("v.visits", Three);
        var visits = Moving.Visits;
        visits.Number++;
        Moving.CaptureAll(_values);

        Assert.Equal("""{"Number":4,"Since":null}""", _values.StoredText("v.visits2"));
        Assert.Null(_values.Stored("v.visits"));
        Assert.Same(visits, Moving.Visits);
        _values.Writes.Clear();
        Moving.CaptureAll(_values);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void Removing_removes_the_former_keys_too()
    {
        Store(("v.cart", Hat), ("v.visits", "x"));

        Moving.Remove(nameof(MovingShop.Lines));
        Assert.Empty(Moving.Lines);
        Moving.Clear();

        Assert.Empty(_values.Keys);
    }

    [Fact]
    public void An_upgrade_that_returns_null_removes_the_value()
    {
        Store("v.number", [0, 0, 0, 0]);

        Assert.Null(Moving.Half);
        Assert.Empty(_values.Unreadable);
        Moving.Half = 2;
        Assert.Null(_values.Stored("v.number"));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFE })]
    [InlineData(new byte[] { 1, 2, 3 })]
    public void An_upgrade_that_throws_and_unreadable_bytes_read_as_absent(byte[] stored)
    {
        Store("v.visits", stored);

        Assert.Equal(0, Moving.Visits.Number);
        Assert.Equal(["v.visits"], _values.Unreadable);
        Moving.Visits = new() { Number = 1 };
        Assert.Null(_values.Stored("v.visits"));
        Assert.NotNull(_values.Stored("v.visits2"));
    }

    [Fact]
    public void An_unreadable_former_value_is_not_lost_by_a_change_in_place_of_the_default()
    {
        Store("v.visits", [1, 2, 3]);
        Moving.Visits.Number = 7;
        Moving.CaptureAll(_values);

        Assert.Equal([1, 2, 3], _values.Stored("v.visits"));
        Assert.Equal("""{"Number":7,"Since":null}""", _values.StoredText("v.visits2"));
        Assert.Equal(7, Moving.Visits.Number);
    }

    [Fact]
    public void A_value_that_cannot_be_moved_stays_under_its_former_key()
    {
        Store("v.cart", Hat);
        Moving.Lines.Clear();
        _values.Refusal = new InvalidOperationException("too large");

        Assert.Throws<InvalidOperationException>(() => Moving.Lines = []);
        Assert.Equal(["-v.cart"], _values.Writes);
    }

    [Fact]
    public void A_kept_key_is_written_as_long_as_the_own_key_is_absent()
    {
        Keeping.Visits = new() { Number = 5, Since = "May" };
        Keeping.Lines.Add(new() { Product = "hat", Count = 1 });
        Keeping.CaptureAll(_values);

        Assert.Equal(["v.cart", "v.visits"], _values.Keys.Order());
        Assert.Equal([0, 0, 0, 5], _values.Stored("v.visits"));
        Assert.Equal(Hat, _values.StoredText("v.cart"));
        Assert.Equal(5, ((ISession)_values).As<FirstShop>().Visits);
        Assert.Equal("hat", ((ISession)_values).As<FirstShop>().Cart.Single().Product);
        _values.Writes.Clear();
        Keeping.CaptureAll(_values);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void A_kept_key_is_read_and_changed_in_place()
    {
        Store("v.visits", Three);
        Keeping.Visits.Number++;
        Keeping.CaptureAll(_values);

        Assert.Equal([0, 0, 0, 4], _values.Stored("v.visits"));
        Assert.Null(_values.Stored("v.visits2"));
    }

    [Fact]
    public void The_own_key_is_written_once_a_later_version_has_moved_the_value()
    {
        Store(("v.visits2", """{"Number":3,"Since":"May"}"""));
        Keeping.Visits.Number++;
        Keeping.CaptureAll(_values);

        Assert.Equal("""{"Number":4,"Since":"May"}""", _values.StoredText("v.visits2"));
        Assert.Null(_values.Stored("v.visits"));
    }

    [Fact]
    public void A_model_follows_what_other_code_does_with_the_former_key()
    {
        Store("v.visits", Three);
        Assert.Equal(3, Moving.Visits.Number);

        _values.SetByOthers("v.visits", [0, 0, 0, 9]);
        Assert.Equal(9, Moving.Visits.Number);
        _values.SetByOthers("v.visits2", """{"Number":1}""");
        Assert.Equal(1, Moving.Visits.Number);
    }

    [Fact]
    public void Retired_keys_are_not_removed_by_a_change_that_changes_nothing()
    {
        Store(("v.Name", "Ada"), ("v.coupon", "x"));

        _ = Moving.Name;
        Moving.Name = "Ada";
        Assert.Empty(_values.Writes);
        Moving.Name = "Eve";
        Assert.Equal(["v.Name", "-v.coupon"], _values.Writes);
    }

    private void Store(params (string Key, string Value)[] values)
    {
        foreach (var (key, value) in values)
        {
            _values.SetByOthers(key, value);
        }

        _values.Commit();
    }

    private void Store(string key, byte[] value)
    {
        _values.SetByOthers(key, value);
        _values.Commit();
    }

    private void Store(string key, string value) => Store((key, value));
}

internal static class ModelCapture
{
    /// <summary>Captures changes in place like a commit.</summary>
    public static void CaptureAll<T>(this T model, CountingValues values)
        => values.Tracked.ForEach(static view => view.CaptureChanges(skipUnstorable: false));
}
