using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The shop in a browser.</summary>
public sealed class ShopInChromiumTests(Chromium chromium, SharedSites sites, PostgresServer postgres)
{
    [Fact]
    public async Task From_the_catalogue_through_the_login_to_the_order_and_out()
    {
        var site = await sites.GetAsync<ShopSite>("sqlite", postgres);
        var ada = await Account.CreateAsync(site);
        await using var browser = await chromium.OpenAsync(site, new() { JavaScriptEnabled = false });
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/");
        await page.ClickAsync("[aria-label='Add Sencha to the cart']");
        await page.ClickAsync("[aria-label='Add Sencha to the cart']");
        await page.ClickAsync("[aria-label='Add Teapot to the cart']");
        await page.ClickAsync("[aria-label='Remove Teapot from the cart']");
        Assert.Equal("19.00 €", await page.InnerTextAsync(".cart .total"));
        Assert.Equal("2", await page.InnerTextAsync(".count"));

        await page.ClickAsync("text=Check out");
        await ada.SignInAsync(page);
        Assert.Equal(ada.Name, await page.InnerTextAsync(".who"));
        Assert.EndsWith("/checkout", page.Url, StringComparison.Ordinal);

        await page.ClickAsync("main button");
        Assert.Equal("Your order of 19.00 € has been placed.", await page.InnerTextAsync(".answer p >> nth=0"));

        await page.ClickAsync("text=Sign out");
        Assert.True(await page.IsVisibleAsync("header >> text=Sign in"));
        Assert.Equal("Welcome. You have looked at this page once.", await page.InnerTextAsync(".lead"));
    }
}
