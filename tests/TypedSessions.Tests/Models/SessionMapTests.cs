using Microsoft.AspNetCore.Http;
using TypedSessions.Models;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Properties whose items have a key each.</summary>
public sealed class SessionMapTests
{
    private const string Hat = """[{"Product":"hat","Count":1}]""";

    private static readonly SessionMapProperty<string, string> Open = new(new(0, "Open", "_{0}", SessionCodec.String));

    private readonly CountingValues _values = new();
    private readonly Baskets _baskets;

    public SessionMapTests() => _baskets = ((ISession)_values).As<Baskets>();

    [Fact]
    public void Each_item_has_a_key()
    {
        _baskets.Carts["a"] = [new() { Product = "hat", Count = 1 }];
        _baskets.Seen[7] = 3;

        Assert.Equal(["m.cart-a", "m.seen-7-times"], _values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Hat, _values.StoredText("m.cart-a"));
        Assert.Equal("00000003", Convert.ToHexString(_values.Stored("m.seen-7-times")!));
    }

    [Fact]
    public void Items_that_other_code_has_stored_are_read()
    {
        _values.SetByOthers("m.cart-a", Hat);
        _values.SetByOthers("m.cart-", Hat);
        _values.SetByOthers("cart-b", Hat);
        _values.SetByOthers("m.seen-5-times", [0, 0, 0, 2]);
        _values.SetByOthers("m.seen-005-times", [0, 0, 0, 2]);
        _values.SetByOthers("m.seen-five-times", [0, 0, 0, 2]);
        _values.SetByOthers("m.seen-times", [0, 0, 0, 2]);

        Assert.Equal(["", "a"], _baskets.Carts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(new KeyValuePair<int, int>(5, 2), Assert.Single(_baskets.Seen));
        Assert.True(_baskets.Carts.TryGetValue("a", out var cart));
        Assert.Equal("hat", cart.Single().Product);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void An_absent_item_reads_as_its_default_and_is_not_stored()
    {
        Assert.Empty(_baskets.Carts["a"]);
        Assert.Equal(0, _baskets.Seen[1]);
        Assert.Null(_baskets.Notes["a"]);
        Assert.Equal("new", _baskets.States[Guid.Empty]);

        Capture();

        Assert.Empty(_baskets.Carts);
        Assert.False(_baskets.Carts.ContainsKey("a"));
        Assert.False(_baskets.Carts.TryGetValue("a", out _));
        Assert.False(_baskets.Contains(nameof(Baskets.Carts)));
        Assert.False(_baskets.IsModified);
        Assert.Empty(_values.Writes);
    }

    [Fact]
    public void An_item_that_was_changed_in_place_is_stored()
    {
        _baskets.Carts["a"].Add(new() { Product = "hat", Count = 1 });
        Assert.True(_baskets.Carts.ContainsKey("a"));
        Assert.Equal("hat", Assert.Single(_baskets.Carts).Value.Single().Product);

        _baskets.Carts["a"].Clear();
        Capture();

        Assert.Equal("[]", _values.StoredText("m.cart-a"));
        Assert.Same(_baskets.Carts["a"], _baskets.Carts["a"]);
        Assert.Same(_baskets.Carts, _baskets.Carts);
    }

    [Fact]
    public void The_model_returns_its_modified_properties()
    {
        _values.SetByOthers("m.cart-a", Hat);
        _values.Commit();
        Assert.True(_baskets.Contains(nameof(Baskets.Carts)));
        Assert.False(_baskets.IsModified);

        _baskets.Carts["b"].Add(new());
        Assert.Equal([nameof(Baskets.Carts)], _baskets.ModifiedProperties);
        _baskets.Carts.Remove("b");
        Assert.False(_baskets.IsModified);

        _baskets.Carts.Remove("a");
        Assert.Equal([nameof(Baskets.Carts)], _baskets.ModifiedProperties);
    }

    [Fact]
    public void Equal_keys_with_different_texts_are_different_items()
    {
        _values.SetByOthers("m.price-1.0", "a");
        _values.SetByOthers("m.price-1.00", "b");

        Assert.Equal("a", _baskets.Prices[1.0m]);
        Assert.Equal("b", _baskets.Prices[1.00m]);
        Assert.Equal(["a", "b"], _baskets.Prices.Select(static price => price.Value).Order(StringComparer.Ordinal));
        Assert.True(_baskets.Prices.Remove(1.00m));
        Assert.Equal(["m.price-1.0"], _values.Keys);
    }

    [Fact]
    public void A_map_can_be_used_while_another_value_cannot_be_stored()
    {
        var session = PrivateSession.Create(new ManualClock());
        var baskets = session.As<Baskets>();
        baskets.Notes["a"] = "x";
        var profile = session.As<Shop>().Profile;
        profile.Friend = profile;

        Assert.Equal("x", Assert.Single(baskets.Notes).Value);
        Assert.Equal([nameof(Baskets.Notes)], baskets.ModifiedProperties);
        baskets.Notes.Clear();
        Assert.False(baskets.Contains(nameof(Baskets.Notes)));
        Assert.Empty(baskets.Notes);
    }

    [Fact]
    public void An_unreadable_item_reads_as_its_default_and_does_not_affect_others()
    {
        _values.SetByOthers("m.cart-a", "{");
        _values.SetByOthers("m.cart-b", Hat);

        Assert.Empty(_baskets.Carts["a"]);
        Assert.Single(_baskets.Carts["b"]);
        Assert.Equal(2, _baskets.Carts.Count);
        Assert.Equal(["m.cart-a"], _values.Unreadable);

        _baskets.Carts["a"] = [new()];
        Assert.Single(_baskets.Carts["a"]);
    }

    [Fact]
    public void A_key_that_does_not_survive_a_round_trip_is_refused()
    {
        _baskets.Times[new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)] = 1;

        var error = Assert.Throws<ArgumentException>(() => _baskets.Times[new DateTime(1234567890123456789)] = 1);

        Assert.Contains("'Times'", error.Message);
        Assert.Contains("DateTime", error.Message);
        Assert.Throws<ArgumentNullException>(() => _baskets.Carts[null!]);
    }

    [Fact]
    public void An_item_cannot_have_a_key_of_the_library()
    {
        var map = new SessionView(_values, [Open]).GetMap(Open);
        _values.SetByOthers("__ts.ticket", "x");

        Assert.Throws<ArgumentException>(() => map["_ts.ticket"]);
        Assert.Throws<ArgumentException>(() => map.Remove("_ts.ticket"));
        Assert.Equal("x", _values.StoredText("__ts.ticket"));
    }

    [Fact]
    public void A_session_of_another_library_has_the_same_items()
    {
        var session = new FakeSession();
        session.SetString("m.note-a", "x");
        var baskets = session.As<Baskets>();

        baskets.Notes["b"] = "y";
        baskets.Notes.Remove("a");

        Assert.Equal("y", session.GetString("m.note-b"));
        Assert.Equal(["b"], baskets.Notes.Keys);
        Assert.Equal([nameof(Baskets.Notes)], baskets.ModifiedProperties);
    }

    [Fact]
    public void A_model_without_a_request_and_one_over_a_record_have_maps()
    {
        var alone = new Baskets { Notes = { ["a"] = "x" } };
        Assert.Equal("x", alone.Notes["a"]);

        var record = new SessionRecord
        {
            Values = SessionValues.From([KeyValuePair.Create("m.note-a", (ReadOnlyMemory<byte>)"x"u8.ToArray())]),
            CreatedAt = DateTimeOffset.UnixEpoch,
            ExpiresAt = DateTimeOffset.MaxValue,
        };
        var stored = new SessionRecordEntry(new SessionKey(new byte[SessionKey.Size]), record).As<Baskets>();
        Assert.Equal("x", Assert.Single(stored.Notes).Value);
        Assert.Throws<InvalidOperationException>(() => stored.Notes["a"] = "y");
    }

    [Fact]
    public void A_property_finds_the_keys_that_are_its_own()
    {
        var carts = Baskets.All.Single(static property => property.Name == nameof(Baskets.Carts));

        Assert.True(carts.Matches("m.cart-a"));
        Assert.False(carts.Matches("m.cart"));
        Assert.Equal(typeof(List<CartLine>), carts.Type);
        Assert.IsType<List<CartLine>>(carts.Decode("[]"u8));
    }

    private void Capture() => _values.Tracked.ForEach(static view => view.CaptureChanges(skipUnstorable: false));
}
