using Microsoft.Playwright;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>Every style in a browser.</summary>
public sealed class StylesInChromiumTests(Chromium chromium, SharedSites sites, PostgresServer postgres)
{
    public static TheoryData<string> Engines => StylesTests.Engines;

    /// <summary>Each style on one engine. The other tests cover the engines.</summary>
    public static TheoryData<string, string, string> Connections => [("sqlite", "Hub", "/hub"), ("postgres", "Circuit", "/circuit")];

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Each_style_leaves_a_stamp(string engine)
    {
        var site = await GetSiteAsync(engine);
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();

        foreach (var (style, _) in Stamps.OfRequests)
        {
            await page.GotoAsync("/");
            await page.ClickAsync($".styles a:text-is('{style}')");
            await page.WaitForURLAsync(static url => new Uri(url).AbsolutePath != "/");
        }

        await page.GotoAsync("/");
        Assert.Equal(Stamps.OfRequests.Select(style => $"{style.Style} 1"), await StampsAsync(page));
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_connection_shares_the_session_with_requests_and_gets_a_message_at_its_end(string engine, string style, string path)
    {
        var site = await GetSiteAsync(engine);
        await using var browser = await chromium.OpenAsync(site);
        var other = await browser.NewPageAsync();
        await other.GotoAsync("/api/handler");
        var page = await browser.NewPageAsync();
        await page.GotoAsync(path);

        await StampAsync(page, 1);
        await other.GotoAsync("/api/handler");
        await StampAsync(page, 2);
        await other.GotoAsync("/");
        Assert.Equal(["Minimal API 2", $"{style} 2"], await StampsAsync(other));

        await other.ClickAsync("main form button");
        await page.WaitForSelectorAsync("[role=status]:text-is('Your session has ended.')");
        await other.GotoAsync("/");
        Assert.Empty(await StampsAsync(other));
    }

    [Theory]
    [MemberData(nameof(Connections))]
    public async Task A_connection_without_a_session_receives_an_error_message(string engine, string style, string path)
    {
        var site = await GetSiteAsync(engine);
        await using var browser = await chromium.OpenAsync(site);
        var page = await browser.NewPageAsync();

        await page.GotoAsync(path);

        Assert.Equal(style, await page.InnerTextAsync("h1"));
        await page.WaitForSelectorAsync("[role=status]:text-is('Your session has ended.')");
        Assert.DoesNotContain(await browser.CookiesAsync(), cookie => cookie.Name == site.CookieName);
    }

    private static async Task StampAsync(IPage page, int expected)
    {
        await page.ClickAsync("main button");
        await page.WaitForSelectorAsync($"[role=status]:text-is('Stamp {expected}.')");
    }

    // The stamps of the start page, such as "Hub 2".
    private static async Task<string[]> StampsAsync(IPage page)
        => await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll('.styles li:has(b)')]
                .map(item => `${item.dataset.style} ${item.querySelector('b').textContent}`)
            """);

    private Task<StylesSite> GetSiteAsync(string engine) => sites.GetAsync<StylesSite>(engine, postgres);
}
