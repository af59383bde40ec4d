using Microsoft.AspNetCore.Http;

namespace TypedSessions.Tests.Models;

/// <summary>Removing items of a property whose items have a key each.</summary>
public sealed class SessionMapRemovalTests
{
    private readonly CountingValues _values = new();
    private readonly Baskets _baskets;

    public SessionMapRemovalTests() => _baskets = ((ISession)_values).As<Baskets>();

    [Fact]
    public void Items_are_removed_one_by_one_and_together()
    {
        _baskets.Carts["a"] = [new()];
        _baskets.Carts["b"] = [new()];
        _baskets.Carts["c"] = [new()];
        _baskets.Notes["a"] = "x";

        Assert.True(_baskets.Carts.Remove("a"));
        Assert.False(_baskets.Carts.Remove("a"));
        _baskets.Notes["a"] = null;
        Assert.Equal(["b", "c"], _baskets.Carts.Keys.Order(StringComparer.Ordinal));
        Assert.Empty(_baskets.Notes);

        _baskets.Carts["d"].Add(new());
        _baskets.Carts.Clear();
        Capture();

        Assert.Empty(_baskets.Carts);
        Assert.Empty(_values.Keys);
    }

    [Fact]
    public void Removing_the_property_by_its_name_removes_the_items_and_nothing_else()
    {
        _baskets.Carts["a"] = [new()];
        _baskets.Seen[1] = 1;

        _baskets.Remove(nameof(Baskets.Carts));

        Assert.Equal(["m.seen-1-times"], _values.Keys);
        _baskets.Clear();
        Assert.Empty(_values.Keys);
    }

    [Fact]
    public void Items_can_be_removed_while_they_are_enumerated()
    {
        _baskets.Seen[1] = 1;
        _baskets.Seen[2] = 2;

        foreach (var (id, _) in _baskets.Seen)
        {
            _baskets.Seen.Remove(id);
        }

        Assert.Empty(_baskets.Seen);
    }

    [Fact]
    public void An_item_that_is_removed_during_an_enumeration_is_not_returned()
    {
        _baskets.Seen[1] = 1;
        _baskets.Seen[2] = 2;
        var seen = new List<int>();

        foreach (var (id, times) in _baskets.Seen)
        {
            seen.Add(times);
            _baskets.Seen.Remove(3 - id);
        }

        Assert.Equal([1], seen);
    }

    private void Capture() => _values.Tracked.ForEach(static view => view.CaptureChanges(skipUnstorable: false));
}
