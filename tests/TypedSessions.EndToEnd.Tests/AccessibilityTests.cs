using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using TypedSessions.EndToEnd.Tests.Shop;
using TypedSessions.EndToEnd.Tests.Styles;
using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The pages of the samples have no accessibility errors by axe, light and dark.</summary>
public sealed class AccessibilityTests(TutorialSite tutorial, Chromium chromium, SharedSites sites, PostgresServer postgres)
{
    private const string AllRules = "{ resultTypes: ['violations'] }";

    // The dark pages differ only in colors, so the other rules need not run again.
    private const string ContrastRule = "{ resultTypes: ['violations'], runOnly: ['color-contrast'] }";

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    [Fact]
    public async Task Every_page_of_the_tutorial_is_accessible()
    {
        await using var browser = await OpenAsync(tutorial);
        var page = await browser.NewPageAsync();
        foreach (string path in SiteTests.Paths)
        {
            await CheckAsync(page, path);
        }

        await CheckAsync(page, "/no/such/page/");
        await SignInAsync(page, "/myapp/connection/", "username");
        await CheckAsync(page);
        await CheckAsync(page, "/inspect/");
    }

    [Fact]
    public async Task Every_page_of_the_shop_is_accessible()
    {
        await using var browser = await OpenAsync(await sites.GetAsync<ShopSite>("sqlite", postgres));
        var page = await browser.NewPageAsync();
        await CheckAsync(page, "/");
        await page.ClickAsync("[aria-label='Add Sencha to the cart']");
        await CheckAsync(page);
        await RegisterAsync(page, Account.New());
        await CheckAsync(page, "/checkout");
        await page.ClickAsync("main button");
        await CheckAsync(page);
        foreach (var path in AccountsInChromiumTests.Paths)
        {
            await CheckAsync(page, path);
        }

        await page.ClickAsync("text=Sign out");
        await CheckAsync(page, "/login");
        await CheckAsync(page, "/no/such/page");
    }

    // The form with validation errors first.
    private static async Task RegisterAsync(IPage page, Account account)
    {
        await CheckAsync(page, "/register");
        await page.FillAsync("input[name=Email]", account.Email);
        await (account with { Name = "Ada with a space" }).SignInAsync(page);
        await page.WaitForSelectorAsync("[role=alert]:visible");
        await CheckAsync(page);
        await account.SignInAsync(page);
        await page.WaitForSelectorAsync("text=Sign out");
    }

    [Fact]
    public async Task Every_page_of_the_styles_is_accessible()
    {
        await using var browser = await OpenAsync(await sites.GetAsync<StylesSite>("sqlite", postgres));
        var page = await browser.NewPageAsync();

        // The start page is last, to show a stamp of each style.
        string[] paths = ["/", "/stamps/view", "/stamps/view-component", "/pages/inject", "/component", "/hub", "/circuit", "/"];
        foreach (var path in paths)
        {
            await CheckAsync(page, path);
        }
    }

    [Fact]
    public async Task A_page_without_a_language_and_contrast_is_not_accessible()
    {
        await using var browser = await OpenAsync(tutorial);
        var page = await browser.NewPageAsync();
        await page.GotoAsync("/");
        await page.EvaluateAsync("document.documentElement.lang = ''; document.querySelector('h1').style.color = '#ddd'");

        Assert.Contains("<html> element must have a lang attribute", await FindViolationsAsync(page, ColorScheme.Light, AllRules));
        Assert.Contains("minimum color contrast ratio", await FindViolationsAsync(page, ColorScheme.Light, ContrastRule));
    }

    private async Task<IBrowserContext> OpenAsync(SampleSite site)
    {
        var browser = await chromium.OpenAsync(site);
        await browser.AddInitScriptAsync(Axe);
        return browser;
    }

    private static async Task SignInAsync(IPage page, string path, string field)
    {
        await page.GotoAsync(path);
        await page.FillAsync($"input[name={field}]", "Ada");
        await page.PressAsync($"input[name={field}]", "Enter");
        await page.WaitForSelectorAsync("text=Sign out");
    }

    private static async Task CheckAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await CheckAsync(page);
    }

    private static async Task CheckAsync(IPage page)
    {
        await CheckAsync(page, ColorScheme.Light, AllRules);
        await CheckAsync(page, ColorScheme.Dark, ContrastRule);
    }

    private static async Task CheckAsync(IPage page, ColorScheme scheme, string options)
    {
        var violations = await FindViolationsAsync(page, scheme, options);
        Assert.True(violations.Length == 0, $"{page.Url}, {scheme}:\n{violations}");
    }

    private static async Task<string> FindViolationsAsync(IPage page, ColorScheme scheme, string options)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = scheme });
        var violations = await page.EvaluateAsync<string[]>(
            $"async () => (await axe.run({options})).violations.flatMap(rule => rule.nodes.map(node => `${{rule.help}}: ${{node.html}}`))");
        return string.Join('\n', violations);
    }
}
