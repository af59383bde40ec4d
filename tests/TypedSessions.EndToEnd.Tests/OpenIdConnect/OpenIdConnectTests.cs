using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests.OpenIdConnect;

/// <summary>
/// Sign-ins by OpenID Connect with a cross-site form post, to which the browser sends no session cookie.
/// </summary>
public sealed class OpenIdConnectTests(Chromium chromium)
{
    private const string SessionCookie = "__Host-session", LoginCookie = ".AspNetCore.Cookies";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_cart_survives_the_sign_in_under_a_new_id(bool keepsTickets)
    {
        await using var shop = await OpenIdShop.StartAsync(keepsTickets);
        await using var browser = await OpenAsync(shop);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/add/book");
        var before = await SessionCookieAsync(browser);

        await SignInAsync(page, shop, "ada");

        Assert.Equal("ada has book", await ReadAsync(page));
        Assert.NotEqual(before.Value, (await SessionCookieAsync(browser)).Value);
        await using var thief = await OpenAsync(shop);
        await PlantAsync(thief, shop, before);
        Assert.Equal("nobody has nothing", await ReadAsync(await thief.NewPageAsync()));

        await page.GotoAsync("/logout");
        Assert.Equal("nobody has nothing", await ReadAsync(page));
    }

    [Fact]
    public async Task The_browser_withholds_the_cookies_of_the_site_from_the_form()
    {
        await using var shop = await OpenIdShop.StartAsync(keepsTickets: false);
        await using var browser = await OpenAsync(shop);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/add/book");
        await SignInAsync(page, shop, "ada");

        // The user is already signed in at the provider; the second form also arrives without the cookie.
        await SignInAsync(page, shop, "ada");

        Assert.Equal(2, shop.Callbacks.Count);
        Assert.All(shop.Callbacks, headers =>
        {
            Assert.Equal("cross-site", headers["Sec-Fetch-Site"]);
            Assert.DoesNotContain(SessionCookie, headers.Cookie.ToString());
            Assert.DoesNotContain(LoginCookie, headers.Cookie.ToString());
            Assert.Contains(".AspNetCore.Correlation.", headers.Cookie.ToString());
        });
        Assert.Equal("ada has book", await ReadAsync(page));
    }

    [Fact]
    public async Task A_planted_session_shows_nothing_to_the_attacker()
    {
        await using var shop = await OpenIdShop.StartAsync(keepsTickets: true);
        await using var attacker = await OpenAsync(shop);
        var planting = await attacker.NewPageAsync();
        await planting.GotoAsync("/add/bait");
        await using var victim = await OpenAsync(shop);
        await PlantAsync(victim, shop, await SessionCookieAsync(attacker));
        var page = await victim.NewPageAsync();
        Assert.Equal("nobody has bait", await ReadAsync(page));

        await SignInAsync(page, shop, "ada");
        await page.GotoAsync("/add/jewels");

        Assert.Equal("ada has jewels", await ReadAsync(page));
        Assert.Equal("nobody has nothing", await ReadAsync(planting));
    }

    [Fact]
    public async Task The_next_user_of_the_browser_does_not_get_values_of_the_previous_user()
    {
        await using var shop = await OpenIdShop.StartAsync(keepsTickets: false);
        await using var browser = await OpenAsync(shop);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/");
        await SignInAsync(page, shop, "ada");
        await page.GotoAsync("/add/jewels");
        Assert.Equal("ada has jewels", await ReadAsync(page));

        await SignInAsync(page, shop, "bob");

        Assert.Equal("bob has nothing", await ReadAsync(page));
    }

    // The certificate is self-signed.
    private Task<IBrowserContext> OpenAsync(OpenIdShop shop) => chromium.OpenAsync(shop.Address, new() { IgnoreHTTPSErrors = true });

    // The shop redirects to the provider, whose form posts back to the shop.
    private static async Task SignInAsync(IPage page, OpenIdShop shop, string name)
    {
        await page.GotoAsync("/");
        await page.ClickAsync($"a:text-is('{name}')");
        await page.WaitForURLAsync($"{shop.Address}welcome");
    }

    private static async Task<string> ReadAsync(IPage page)
    {
        await page.GotoAsync("/");
        return $"{await page.InnerTextAsync("#user")} has {await page.InnerTextAsync("#cart")}";
    }

    private static async Task<BrowserContextCookiesResult> SessionCookieAsync(IBrowserContext browser)
        => (await browser.CookiesAsync()).Single(cookie => cookie.Name == SessionCookie);

    private static Task PlantAsync(IBrowserContext browser, OpenIdShop shop, BrowserContextCookiesResult cookie)
        => browser.AddCookiesAsync([new Cookie { Name = cookie.Name, Value = cookie.Value, Url = shop.Address.ToString(), Secure = true }]);
}
