using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Attacks from a sibling subdomain on visitors with a browser.</summary>
public sealed class SiblingDomainTests(TutorialSite site, Chromium chromium)
{
    private static readonly string[] Paths = ["/", "/getsession", "/getsession/"];

    [Fact]
    public async Task A_cookie_with_Unicode_white_space_before_its_name_does_not_replace_the_visitors()
    {
        using var attacker = new Visitor(site);
        await attacker.GetAsync("/set/");
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();
        var planted = "\u0085\u00a0\u2000\u2028\u3000".Select(
            space => $"{space}{site.CookieName}={attacker.Token}; domain={Chromium.Domain}; path=/getsession/")
            .ToArray();
        await PlantAsync(page, Chromium.Domain, planted);

        var cookies = await BeginAndReadAsync(page, Chromium.Domain);

        // The browser sends all of them before the visitor's cookie.
        Assert.Equal(
            planted.Length,
            cookies.Split("; ")[..^1].Count(cookie => cookie.EndsWith($"{site.CookieName}={attacker.Token}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    public async Task Forged_cookies_before_the_visitors_do_not_end_the_session(int levels)
    {
        var domains = Enumerable.Range(0, levels + 1).Select(level => string.Concat(Enumerable.Repeat("a.", level)) + Chromium.Domain)
            .ToArray();
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();
        var invented = domains.SelectMany(domain => Paths.Select(path => (domain, path)))
            .Select((place, number) => $"{site.CookieName}={number:d4}{new string('A', 39)}; domain={place.domain}; path={place.path}")
            .ToArray();
        await PlantAsync(page, domains[^1], invented);

        var cookies = await BeginAndReadAsync(page, domains[^1]);

        Assert.Equal(
            invented.Length, cookies.Split("; ")[..^1].Count(cookie => cookie.EndsWith(new string('A', 39), StringComparison.Ordinal)));
    }

    private async Task PlantAsync(IPage page, string domain, params string[] cookies)
    {
        await page.GotoAsync($"http://evil.{domain}:{site.Address.Port}/");
        foreach (var cookie in cookies)
        {
            await page.EvaluateAsync("cookie => { document.cookie = cookie; }", cookie);
        }
    }

    // The cookies of the last request.
    private async Task<string> BeginAndReadAsync(IPage page, string domain)
    {
        await page.GotoAsync($"http://www.{domain}:{site.Address.Port}/setsession/");
        var response = await page.GotoAsync($"http://www.{domain}:{site.Address.Port}/getsession/");

        Assert.Equal("The Book Name is: Sherlock Holmes", await page.Locator(".answer p").First.InnerTextAsync());
        return (await response!.Request.AllHeadersAsync())["cookie"];
    }
}
