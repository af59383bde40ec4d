using Microsoft.AspNetCore.Http;
using TypedSessions.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models;

/// <summary>The removal of expired items and values.</summary>
public sealed class SessionMapExpiryTests
{
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
}
