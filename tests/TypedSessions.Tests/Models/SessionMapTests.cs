using Microsoft.AspNetCore.Http;
using TypedSessions.Models;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>Properties whose items each have a key.</summary>
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
    public void Items_that_other_code_has_stored_are_there()
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
    public void The_model_knows_what_has_changed()
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
    public void Setting_an_item_removes_the_expired_ones()
    {
        var clock = new ManualClock();
        var session = PrivateSession.Create(clock);
        var codes = session.As<Baskets>().Codes;
        codes[1] = "a";
        clock.Advance(TimeSpan.FromMinutes(3));
        codes[2] = "b";
        clock.Advance(TimeSpan.FromMinutes(3));

        Assert.Equal([2], codes.Keys);
        Assert.Equal(2, session.Keys.Count());
        codes[3] = "c";

        Assert.Equal(["m.code-2", "m.code-3"], session.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([2, 3], codes.Keys.Order());
    }

    [Theory]
    [InlineData("set")]
    [InlineData("change in place")]
    [InlineData("remove")]
    [InlineData("item")]
    public void Any_write_of_the_model_removes_the_expired_values_and_reading_does_not(string write)
    {
        var clock = new ManualClock();
        var session = PrivateSession.Create(clock);
        var baskets = session.As<Baskets>();
        baskets.Notes["a"] = "x";
        baskets.Codes[1] = "a";
        clock.Advance(TimeSpan.FromMinutes(6));

        Assert.Empty(baskets.Codes);
        Assert.Null(baskets.Codes[1]);
        Assert.Empty(baskets.Carts["a"]);
        _ = session.IsModified;
        Assert.Contains("m.code-1", session.Keys);
        switch (write)
        {
            case "set":
                baskets.Notes["b"] = "y";
                break;
            case "change in place":
                baskets.Carts["a"].Add(new());
                _ = baskets.Carts.Count;
                break;
            case "remove":
                baskets.Notes.Remove("a");
                break;
            default:
                baskets.Codes.Remove(7);
                baskets.Notes.Clear();
                break;
        }

        Assert.DoesNotContain("m.code-1", session.Keys);
    }

    [Fact]
    public void A_write_of_the_model_removes_an_expired_value_of_a_property()
    {
        var clock = new ManualClock();
        var session = PrivateSession.Create(clock);
        var shop = session.As<PrefixedShop>();
        shop.Code = "1234";
        clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Null(shop.Code);
        Assert.Contains("px.Code", session.Keys);

        shop.Visits++;

        Assert.Equal(["px.visits"], session.Keys);
    }

    [Fact]
    public void Items_under_former_keys_are_read_upgraded_and_moved()
    {
        _values.SetByOthers("m.state_00000000-0000-0000-0000-000000000001", [0, 0, 0, 9]);
        var id = Guid.Parse("00000000-0000-0000-0000-000000000001");

        Assert.Equal("9", _baskets.States[id]);
        Assert.Equal([id], _baskets.States.Keys);
        Assert.Empty(_values.Writes);

        _baskets.States[id] = "ten";
        Assert.Equal([$"m.state-{id}"], _values.Keys);
        Assert.Equal([id], _baskets.States.Keys);
        Assert.True(_baskets.States.Remove(id));
        Assert.Empty(_values.Keys);
    }

    [Fact]
    public void Writing_an_item_removes_the_retired_keys()
    {
        _values.SetByOthers("m.old", "x");
        _values.SetByOthers("m.draft-1", "x");
        _values.SetByOthers("m.draft-2", "x");

        _baskets.Seen[1] = 1;

        Assert.Equal(["m.seen-1-times"], _values.Keys);
    }

    [Fact]
    public void An_unreadable_item_reads_as_its_default_and_harms_no_other()
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
    public void A_key_that_does_not_come_back_from_its_text_is_refused()
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
    public void A_session_of_another_kind_has_the_same_items()
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

    private void Capture() => _values.Tracked.ForEach(static view => view.CaptureChanges(skipsUnstorable: false));
}

[SessionModel(Prefix = "m.", RetiredKeys = ["old", "draft-{0}"])]
internal sealed partial class Baskets
{
    public static IReadOnlyList<SessionProperty> All => PropertiesOf<Baskets>();

    [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, List<CartLine>> Carts { get; }

    [SessionProperty(Key = "seen-{0}-times")] public partial SessionMap<int, int> Seen { get; }

    [SessionProperty(Key = "note-{0}")] public partial SessionMap<string, string?> Notes { get; }

    [SessionProperty(Key = "price-{0}")] public partial SessionMap<decimal, string> Prices { get; }

    [SessionProperty(Key = "code-{0}", ExpiresAfterMinutes = 5)] public partial SessionMap<int, string?> Codes { get; }

    [SessionProperty(Key = "time-{0}")] public partial SessionMap<DateTime, int> Times { get; }

    [SessionProperty(Key = "state-{0}", FormerKeys = ["state_{0}"], Default = "new")]
    public partial SessionMap<Guid, string> States { get; }

    [SessionUpgrade(nameof(States))]
    private static string FromNumber(int number) => $"{number}";

    private static IReadOnlyList<SessionProperty> PropertiesOf<T>()
        where T : class, ISessionModel<T>
        => T.Properties;
}
