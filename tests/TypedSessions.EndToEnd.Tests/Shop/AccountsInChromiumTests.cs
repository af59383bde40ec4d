using Microsoft.Playwright;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Shop;

/// <summary>The accounts of the shop, in several browsers of one user.</summary>
public sealed class AccountsInChromiumTests(Chromium chromium, SharedSites sites, PostgresServer postgres) : IAsyncDisposable
{
    private const string Devices = "/account/devices";
    private const string Firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Safari
        = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/604.1";

    private readonly List<IBrowserContext> _browsers = [];

    /// <summary>Gets the pages of a signed-in user.</summary>
    public static string[] Paths => ["/account", Devices, "/account/password", "/account/email", "/confirm"];

    [Fact]
    public async Task A_user_sees_the_devices_and_ends_one_from_another()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var windows = await OpenAsync(site, ada, Firefox);
        var phone = await OpenAsync(site, ada, Safari);
        Assert.False(await phone.IsVisibleAsync("#ended"));

        await windows.GotoAsync(Devices);
        Assert.Equal(["Firefox on Windows", "Safari on iPhone"], await ListAsync(windows));
        Assert.Equal("127.0.0.0/24 · last seen just now", await windows.InnerTextAsync(".devices li:nth-child(2) .note"));
        Assert.Equal("This device", await windows.InnerTextAsync(".devices li:nth-child(1) .here"));

        await windows.ClickAsync("[aria-label='Sign out Safari on iPhone']");
        Assert.Equal("Signed out there.", await windows.InnerTextAsync("[role=status]"));
        Assert.Equal(["Firefox on Windows"], await ListAsync(windows));
        await windows.ReloadAsync();
        Assert.False(await windows.IsVisibleAsync("[role=status]"));

        // The open page shows that its session has ended and offers to sign in.
        await phone.WaitForSelectorAsync("#ended:visible");
        await phone.GotoAsync(Devices);
        Assert.EndsWith("/login?ReturnUrl=%2Faccount%2Fdevices", phone.Url, StringComparison.Ordinal);
        await ada.SignInAsync(phone);
        Assert.Equal(["Safari on iPhone", "Firefox on Windows"], await ListAsync(phone));
    }

    [Fact]
    public async Task A_user_signs_out_everywhere_else()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var phone = await OpenAsync(site, ada, Safari);
        var windows = await OpenAsync(site, ada, Firefox);

        await windows.GotoAsync(Devices);
        await windows.ClickAsync("text=Sign out everywhere else");

        Assert.Equal("Signed out everywhere else.", await windows.InnerTextAsync("[role=status]"));
        Assert.Equal(["Firefox on Windows"], await ListAsync(windows));
        await phone.WaitForSelectorAsync("#ended:visible");
    }

    [Fact]
    public async Task A_password_change_ends_the_other_devices_at_once()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var phone = await OpenAsync(site, ada, Safari);
        var windows = await OpenAsync(site, ada, Firefox);
        var otherTab = await windows.Context.NewPageAsync();
        await otherTab.GotoAsync("/");

        await windows.GotoAsync("/account/password");
        await windows.FillAsync("input[name=Current]", ada.Password);
        await windows.FillAsync("input[name=New]", "battery staple");
        await windows.ClickAsync("main button");
        Assert.Equal("Saved. Signed out everywhere else.", await windows.InnerTextAsync("[role=status]"));

        await phone.GotoAsync("/account");
        Assert.EndsWith("/login?ReturnUrl=%2Faccount", phone.Url, StringComparison.Ordinal);
        await ada.SignInAsync(phone);
        Assert.Equal("The user name or the password is wrong.", await phone.InnerTextAsync(".problem"));
        await (ada with { Password = "battery staple" }).SignInAsync(phone);
        Assert.Equal(ada.Name, await phone.InnerTextAsync("dd >> nth=0"));

        // The session of the same browser has a new id and has not ended.
        await windows.GotoAsync(Devices);
        Assert.Equal(2, (await ListAsync(windows)).Count);
        Assert.False(await otherTab.IsVisibleAsync("#ended"));
    }

    [Fact]
    public async Task A_fourth_sign_in_ends_the_least_recently_used_session()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var first = await OpenAsync(site, ada, Safari);
        var second = await OpenAsync(site, ada, Firefox);
        var third = await OpenAsync(site, ada, Firefox);
        await first.GotoAsync("/");

        var fourth = await OpenAsync(site, ada, Firefox);

        await fourth.GotoAsync(Devices);
        Assert.Equal(3, (await ListAsync(fourth)).Count);
        await second.WaitForSelectorAsync("#ended:visible");
        foreach (var page in new[] { first, third })
        {
            await page.GotoAsync("/account");
            Assert.EndsWith("/account", page.Url, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_email_address_is_changed_after_the_password_was_entered_again()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var phone = await OpenAsync(site, ada, Safari);
        var page = await OpenAsync(site, ada, Firefox);
        await site.AgeSignInsAsync(ada, TimeSpan.FromMinutes(11));

        await page.GotoAsync("/account");
        await page.ClickAsync("text=Change the e-mail address");
        Assert.EndsWith("/confirm?ReturnUrl=%2Faccount%2Femail", page.Url, StringComparison.Ordinal);
        await page.FillAsync("input[name=Password]", "wrong");
        await page.ClickAsync("main button");
        Assert.Equal("The password is wrong.", await page.InnerTextAsync(".problem"));
        await page.FillAsync("input[name=Password]", ada.Password);
        await page.ClickAsync("main button");
        Assert.Equal(ada.Email, await page.InputValueAsync("input[name=Email]"));
        await page.FillAsync("input[name=Email]", "new-" + ada.Email);
        await page.ClickAsync("main button");

        Assert.Equal("Saved.", await page.InnerTextAsync("[role=status]"));
        Assert.Equal("new-" + ada.Email, await page.InnerTextAsync("dd >> nth=1"));
        await phone.WaitForSelectorAsync("#ended:visible");
    }

    [Fact]
    public async Task A_closed_browser_stays_signed_in_only_with_Remember_me()
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        var forgotten = await OpenAsync(site, ada, Firefox);
        var remembered = await OpenAsync(site, ada, Safari, remembers: true);

        Assert.All(await forgotten.Context.CookiesAsync(), static cookie => Assert.Equal(-1, cookie.Expires));
        var kept = (await remembered.Context.CookiesAsync()).Where(static cookie => cookie.Expires > 0).ToArray();
        Assert.Equal([".AspNetCore.Identity.Application", site.CookieName], kept.Select(static cookie => cookie.Name).Order());
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Every_page_of_the_account_fits_a_phone(ColorScheme scheme)
    {
        var site = await GetSiteAsync();
        var ada = await Account.CreateAsync(site);
        await OpenAsync(site, ada, Safari);
        var page = await OpenAsync(site, ada, Firefox, size: new() { Width = 360, Height = 740 }, scheme: scheme);

        foreach (var path in Paths)
        {
            await page.GotoAsync(path);
            Assert.Equal((path, 360), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
    }

    /// <summary>Closes the browsers.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var browser in _browsers)
        {
            await browser.DisposeAsync();
        }
    }

    private async Task<IPage> OpenAsync(
        ShopSite site, Account account, string userAgent, bool remembers = false, ViewportSize? size = null, ColorScheme? scheme = null)
    {
        var browser = await chromium.OpenAsync(site, new() { UserAgent = userAgent, ViewportSize = size, ColorScheme = scheme });
        _browsers.Add(browser);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/login");
        await page.SetCheckedAsync("input[type=checkbox]", remembers);
        await account.SignInAsync(page);
        Assert.Equal(account.Name, await page.InnerTextAsync(".who"));
        return page;
    }

    private static async Task<IReadOnlyList<string>> ListAsync(IPage page) => await page.Locator(".devices h2").AllInnerTextsAsync();

    private Task<ShopSite> GetSiteAsync() => sites.GetAsync<ShopSite>("sqlite", postgres);
}
