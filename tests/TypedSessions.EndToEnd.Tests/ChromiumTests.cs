using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The tutorial in a browser.</summary>
public sealed class ChromiumTests(TutorialSite site, Chromium chromium)
{
    // The site works without scripts, so they are disabled.
    private static BrowserNewContextOptions WithoutScript => new() { JavaScriptEnabled = false };

    [Fact]
    public async Task Signing_in_and_out()
    {
        await using var browser = await chromium.OpenAsync(site, WithoutScript);
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/");
        await page.ClickAsync("header nav >> text=Login");
        await page.FillAsync("input[name=username]", "Ada");
        await page.FillAsync("input[name=password]", "a secret of mine");
        await page.ClickAsync("button");
        Assert.Equal("Welcome, Ada. You are logged in.", await AnswerAsync(page));

        await page.GotoAsync("/myapp/connection/");
        Assert.Equal("Welcome back, Ada. You are logged in.", await AnswerAsync(page));

        await page.ClickAsync("text=Sign out");
        Assert.Equal("You are logged out.", await AnswerAsync(page));
        Assert.DoesNotContain(await browser.CookiesAsync(), cookie => cookie.Name == site.CookieName);

        await page.GoBackAsync();
        await page.ReloadAsync();
        Assert.True(await page.IsVisibleAsync("form.card"));
    }

    [Fact]
    public async Task A_cookie_from_before_the_login_gives_access_to_nothing()
    {
        await using var browser = await chromium.OpenAsync(site, WithoutScript);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/setsession/");
        var before = await SessionCookieAsync(browser);

        await page.GotoAsync("/myapp/connection/");
        await page.FillAsync("input[name=username]", "Ada");
        await page.PressAsync("input[name=username]", "Enter");
        Assert.NotEqual(before.Value, (await SessionCookieAsync(browser)).Value);

        await using var thief = await chromium.OpenAsync(site, WithoutScript);
        await thief.AddCookiesAsync([new Cookie { Name = before.Name, Value = before.Value, Domain = before.Domain, Path = before.Path }]);
        var stolen = await thief.NewPageAsync();
        await stolen.GotoAsync("/getsession/");
        Assert.Equal("The Book Name is: (not set)", await AnswerAsync(stolen));
    }

    [Fact]
    public async Task Set_get_and_delete()
    {
        await using var browser = await chromium.OpenAsync(site, WithoutScript);
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/set/");
        Assert.Equal("Session Set!!!!", await AnswerAsync(page));

        await page.ClickAsync(".steps >> text=Get");
        Assert.Equal("Name: Bipasha\nLast name: Codedec", await AnswerAsync(page));

        await page.ClickAsync(".steps >> text=Delete");
        Assert.Equal("Session Deleted!!", await AnswerAsync(page));

        await page.ClickAsync(".steps >> text=Get");
        Assert.Equal("Name: (not set)\nLast name: Codedec", await AnswerAsync(page));

        await page.ClickAsync("header nav >> text=Inspect");
        await page.WaitForURLAsync("**/inspect/");
        Assert.Equal(["lname = Codedec"], await page.Locator(".record .value").AllInnerTextsAsync());
    }

    [Fact]
    public async Task The_test_cookie_is_returned()
    {
        await using var browser = await chromium.OpenAsync(site, WithoutScript);
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/login/");
        await page.ClickAsync("button");

        Assert.Equal("You're logged in.", await AnswerAsync(page));
    }

    [Fact]
    public async Task The_test_cookie_does_not_work_in_a_browser_that_lost_its_cookies()
    {
        await using var browser = await chromium.OpenAsync(site, WithoutScript);
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/login/");
        await browser.ClearCookiesAsync();
        await page.ClickAsync("button");

        Assert.Equal("Please enable cookies and try again.", await AnswerAsync(page));
    }

    [Fact]
    public async Task A_script_cannot_see_the_cookie()
    {
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/setsession/");

        var cookie = await SessionCookieAsync(browser);

        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Lax, cookie.SameSite);
        Assert.DoesNotContain(cookie.Name, await page.EvaluateAsync<string>("document.cookie"));
    }

    [Fact]
    public async Task The_first_keyboard_stop_is_the_link_to_the_content()
    {
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/setsession/");

        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));

        await page.Keyboard.PressAsync("Enter");
        Assert.EndsWith("#main", page.Url);
    }

    [Fact]
    public async Task Every_page_fits_a_narrow_screen()
    {
        await using var browser = await chromium.OpenAsync(site, new() { ViewportSize = new() { Width = 320, Height = 640 } });
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/set/");
        foreach (string path in SiteTests.Paths)
        {
            await page.GotoAsync(path);
            Assert.Equal((path, 320), (path, await page.EvaluateAsync<int>("document.documentElement.scrollWidth")));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light, "rgb(247, 248, 251)")]
    [InlineData(ColorScheme.Dark, "rgb(18, 21, 29)")]
    public async Task The_site_is_light_or_dark_as_the_visitor_likes(ColorScheme scheme, string paper)
    {
        await using var browser = await chromium.OpenAsync(site, new() { ColorScheme = scheme });
        var page = await browser.NewPageAsync();

        await page.GotoAsync("/setsession/");

        Assert.Equal(paper, await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
    }

    private static async Task<string> AnswerAsync(IPage page) => string.Join('\n', await page.Locator(".answer p").AllInnerTextsAsync());

    private async Task<BrowserContextCookiesResult> SessionCookieAsync(IBrowserContext browser)
        => (await browser.CookiesAsync()).Single(cookie => cookie.Name == site.CookieName);
}
