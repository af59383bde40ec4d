using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

public class ForeignSessionTests
{
    private readonly FakeSession _session = new();

    [Fact]
    public void A_model_and_existing_code_read_the_same_values()
    {
        var shop = _session.As<Shop>();
        _session.SetString("UserName", "Sherlock");
        _session.SetInt32("visits", 7);
        Assert.Equal("Sherlock", shop.UserName);
        Assert.Equal(7, shop.Visits);

        shop.UserName = "Watson";
        shop.Visits = 8;

        Assert.Equal("Watson", _session.GetString("UserName"));
        Assert.Equal(8, _session.GetInt32("visits"));
        Assert.Same(_session, shop.Session);
    }

    [Fact]
    public void Changes_of_existing_code_between_two_reads_are_read()
    {
        var shop = _session.As<Shop>();
        Assert.Null(shop.UserName);
        _session.SetString("UserName", "a");
        Assert.Equal("a", shop.UserName);
        _session.Clear();

        Assert.Null(shop.UserName);
    }

    [Fact]
    public void An_equal_value_is_not_written()
    {
        var shop = _session.As<Shop>();
        shop.UserName = "a";
        var written = _session.Values["UserName"];

        shop.UserName = new string('a', 1);
        _session.As<Shop>().UserName = "a";

        Assert.Same(written, _session.Values["UserName"]);
    }

    [Fact]
    public void Keys_that_differ_from_their_first_value_are_modified()
    {
        _session.SetString("UserName", "a");
        var shop = _session.As<Shop>();
        Assert.False(shop.IsModified);

        shop.UserName = "b";
        shop.Visits = 1;
        Assert.Equal(["UserName", "Visits"], shop.ModifiedProperties);
        shop.UserName = "a";
        shop.Remove(nameof(Shop.Visits));

        Assert.False(shop.IsModified);
    }

    [Fact]
    public void A_list_that_was_changed_in_place_is_written_when_it_is_set_again()
    {
        var shop = _session.As<Shop>();
        var lines = shop.Lines;
        lines.Add(new() { Product = "hat" });
        Assert.Same(lines, shop.Lines);
        Assert.Empty(_session.Values);

        shop.Lines = lines;

        Assert.Equal("""[{"Product":"hat","Count":0}]""", _session.GetString("Lines"));
    }

    [Fact]
    public void Unreadable_bytes_read_as_absent()
    {
        _session.Set("visits", [1, 2, 3]);

        Assert.Equal(5, _session.As<Shop>().Visits);
    }

    [Fact]
    public void Clear_keeps_keys_of_other_models()
    {
        _session.SetString("other", "x");
        var shop = _session.As<Shop>();
        shop.UserName = "a";

        shop.Clear();

        Assert.Equal(["other"], _session.Keys);
    }

    [Fact]
    public void A_write_removes_retired_keys_and_reading_does_not()
    {
        _session.SetString("m.old", "x");
        _session.SetString("m.draft-a", "x");
        var baskets = _session.As<Baskets>();
        Assert.Empty(baskets.Carts["a"]);
        Assert.False(baskets.IsModified);
        Assert.Equal(2, _session.Keys.Count());

        baskets.Notes["a"] = "y";

        Assert.Equal(["m.note-a"], _session.Keys);
    }

    [Fact]
    public void The_lifetime_members_throw_and_name_what_is_missing()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => _session.RegenerateId());

        Assert.Contains("UseTypedSessions", exception.Message);
    }
}
