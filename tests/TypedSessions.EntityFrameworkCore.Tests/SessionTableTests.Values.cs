using Microsoft.EntityFrameworkCore;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <content>The values in the payload.</content>
public abstract partial class SessionTableTests
{
    [Fact]
    public async Task Values_are_decoded_by_a_model()
    {
        var shop = (await StoreAndReadAsync()).As<ShopSession>();

        Assert.Equal("Ada", shop.UserName);
        Assert.Equal(3, shop.Visits);
        Assert.Equal(["tea", "milk"], shop.Lines);
        Assert.True(shop.Contains(nameof(ShopSession.Visits)));
        Assert.False(shop.IsModified);
    }

    [Fact]
    public async Task Values_are_decoded_by_key()
    {
        var row = await StoreAndReadAsync();

        Assert.Equal("Ada", row.Get<string>("UserName"));
        Assert.Equal(3, row.Get("visits", SessionCodec.Int32));
        Assert.Equal(["tea", "milk"], row.Get<List<string>>("Lines")!);
        Assert.True(row.Contains("visits"));
        Assert.False(row.Contains("Visits"));
        Assert.Equal(0, row.Get<int>("Visits"));
        Assert.Equal(7, row.Get("Visits", 7));
        Assert.Equal(7, row.Get("Visits", SessionCodec.Int32, 7));
    }

    [Fact]
    public async Task A_model_over_a_row_is_read_only_and_throws_with_a_hint()
    {
        var row = await StoreAndReadAsync();
        var shop = row.As<ShopSession>();

        var error = Assert.Throws<InvalidOperationException>(() => shop.Visits = 4);
        Assert.Contains($"Session {row.Key} was read by Entity Framework", error.Message, StringComparison.Ordinal);
        Assert.Contains("ISessionManager.OpenAsync(row.Key)", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => shop.Remove(nameof(ShopSession.Visits)));
        Assert.Throws<InvalidOperationException>(() => shop.Session.Clear());
        Assert.Equal(3, shop.Visits);
        Assert.Equal(row.Key.ToString(), shop.Session.Id);
        Assert.Equal(["Lines", "UserName", "visits"], shop.Session.Keys);
    }

    [Fact]
    public async Task Values_are_decoded_by_what_a_query_selects_and_refused_where_the_database_would_need_them()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(owner: "ann", values: Values(("UserName", "Ada")));

        Assert.Equal(
            "ann Ada", await shop.Sessions.Select(session => $"{session.Owner} {session.As<ShopSession>().UserName}").SingleAsync(Token));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(
            () => shop.Sessions.CountAsync(session => session.As<ShopSession>().Visits > 3, Token));
        Assert.Contains("could not be translated", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_that_cannot_be_read_hides_no_other_row()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(TimeSpan.FromDays(1), values: UnreadableValues());
        await StoreAsync(TimeSpan.FromDays(2), values: Values(("a", "1")));

        var rows = await shop.Sessions.OrderBy(session => session.ExpiresAt).ToListAsync(Token);

        Assert.False(rows[0].Values.IsReadable);
        Assert.Null(rows[0].Get<string>("a"));
        Assert.Null(rows[0].As<ShopSession>().UserName);
        Assert.Equal("1", rows[1].Get<string>("a"));
    }

    private async Task<SessionRow> StoreAndReadAsync()
    {
        await using var shop = await OpenShopAsync();
        await StoreAsync(values: Values(("UserName", "Ada"), ("visits", "\0\0\0\u0003"), ("Lines", """["tea","milk"]""")));
        return await shop.Sessions.SingleAsync(Token);
    }
}
