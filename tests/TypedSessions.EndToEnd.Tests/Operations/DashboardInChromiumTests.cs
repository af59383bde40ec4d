using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace TypedSessions.EndToEnd.Tests.Operations;

/// <summary>The dashboard in a browser, for operators and against attackers.</summary>
public sealed class DashboardInChromiumTests(OperationsSite site, Chromium chromium) : IClassFixture<OperationsSite>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    private const string Script = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    private static readonly string[] Pages = ["", "list", "list?order=first", "list?key=a", "user?id=ada", "user", "session?key=none"];

    [Fact]
    public async Task An_operator_signs_in_finds_a_user_and_ends_a_session()
    {
        await site.VisitAsync("clara", Firefox, "page", "search?text=Sencha", "pin?pin=4711");
        await using var browser = await chromium.OpenAsync(site);
        var page = await SignInAsync(browser);
        Assert.Equal("Overview", await page.InnerTextAsync("h1"));
        Assert.Equal(new Uri(site.Address, site.Dashboard).ToString(), page.Url);

        await page.ClickAsync("nav a:text-is('Sessions')");
        await page.FillAsync("#id", "clara");
        await page.ClickAsync("text=Find user");
        Assert.Equal("1 session of the user", await page.InnerTextAsync("caption"));
        await page.ClickAsync("a.key");
        Assert.Contains("Firefox on Linux", await page.InnerTextAsync("main"));
        Assert.Contains("Sencha", await page.InnerTextAsync("main"));
        Assert.DoesNotContain("4711", await page.ContentAsync());

        await page.ClickAsync("summary");
        await page.ClickAsync("main .confirm button");
        Assert.Equal("1 session was ended.", await page.InnerTextAsync("[role=status]"));
        await page.GotoAsync($"{site.Dashboard}user?id=clara");
        Assert.Contains("The user has no session.", await page.InnerTextAsync("main"));
    }

    [Fact]
    public async Task All_sessions_of_a_user_are_ended_by_the_keyboard_alone()
    {
        await site.VisitAsync("dora", Firefox);
        await site.VisitAsync("dora", Firefox);
        await using var browser = await chromium.OpenAsync(site);
        var page = await SignInAsync(browser);

        await TabToAsync(page, "Sessions");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/list");
        await TabToAsync(page, "id");
        await page.Keyboard.TypeAsync("dora");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/user?id=dora");
        await TabToAsync(page, "End all sessions of the user");
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, "End all sessions");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/user?id=dora&ended=2");

        Assert.Equal("2 sessions were ended.", await page.InnerTextAsync("[role=status]"));
    }

    [Fact]
    public async Task A_script_in_any_field_of_a_visitor_is_shown_as_text()
    {
        var escaped = Uri.EscapeDataString(Script);
        await site.VisitAsync(
            Script, Script, $"search?text={escaped}", $"basket?item={escaped}", $"device?label={Uri.EscapeDataString(Script[..64])}");
        await using var browser = await chromium.OpenAsync(site);
        var page = await SignInAsync(browser);
        var (violations, errors) = (0, new List<string>());
        page.Console += (_, message) => violations += message.Text.Contains("Content Security Policy", StringComparison.Ordinal) ? 1 : 0;
        page.PageError += (_, error) => errors.Add(error);

        await page.GotoAsync($"{site.Dashboard}list");
        await AssertInertAsync();
        await page.GotoAsync($"{site.Dashboard}list?key={escaped}&after={escaped}&order={escaped}&ended={escaped}");
        await AssertInertAsync();
        await page.GotoAsync($"{site.Dashboard}user?id={escaped}");
        await AssertInertAsync();
        Assert.Equal(Script, await page.InnerTextAsync(".subject"));
        await page.ClickAsync("a.key");
        await page.WaitForURLAsync("**/session?key=*");
        await AssertInertAsync();
        var text = await page.InnerTextAsync("main");
        Assert.True(text.Split(Script).Length >= 3, text);
        Assert.Equal(0, violations);
        Assert.Empty(errors);

        async Task AssertInertAsync()
        {
            Assert.EndsWith("– Sessions", await page.TitleAsync());
            Assert.Equal(0, await page.Locator("script, main img, [onerror]").CountAsync());
        }
    }

    [Fact]
    public async Task The_policy_of_the_pages_stops_a_script_that_would_get_into_one()
    {
        await using var browser = await chromium.OpenAsync(site);
        var page = await SignInAsync(browser);
        var refused = new TaskCompletionSource<string>();
        page.Console += (_, message) => refused.TrySetResult(message.Text);

        await page.EvaluateAsync("""
            const script = document.createElement('script');
            script.textContent = "document.title = 'owned'";
            document.body.append(script);
            """);

        Assert.Contains("Content Security Policy", await refused.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        Assert.DoesNotContain("owned", await page.TitleAsync());
    }

    [Fact]
    public async Task Another_site_cannot_end_a_session_with_the_operators_cookies()
    {
        await site.VisitAsync("emil", Firefox);
        await using var browser = await chromium.OpenAsync(site);
        var page = await SignInAsync(browser);

        var status = await page.APIRequest.PostAsync(
            new Uri(site.Address, $"{site.Dashboard}end-all").ToString(),
            new() { Headers = [new("Content-Type", "application/x-www-form-urlencoded")], Data = "owner=emil" });

        Assert.Equal(400, status.Status);
        await page.GotoAsync($"{site.Dashboard}user?id=emil");
        Assert.Equal("1 session of the user", await page.InnerTextAsync("caption"));
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Every_page_is_accessible_and_fits(int width, ColorScheme scheme)
    {
        await site.VisitAsync("ada", Firefox, "page", "device?label=Laptop");
        await using var browser = await chromium.OpenAsync(
            site, new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        await browser.AddInitScriptAsync(new BundledAxeScriptProvider().GetScript());
        var page = await SignInAsync(browser);
        foreach (var path in Pages)
        {
            await page.GotoAsync(site.Dashboard + path);
            await CheckAsync(path);
        }

        await page.GotoAsync($"{site.Dashboard}user?id=ada&ended=1");
        await page.ClickAsync("summary");
        await CheckAsync("user");
        await page.ClickAsync("a.key");
        await page.WaitForURLAsync("**/session?key=*");
        await CheckAsync("session");

        async Task CheckAsync(string path)
        {
            var violations = await page.EvaluateAsync<string[]>("""
                async () => (await axe.run({ resultTypes: ['violations'] })).violations
                    .flatMap(rule => rule.nodes.map(node => `${rule.help}: ${node.html}`))
                """);
            Assert.True(violations.Length == 0, $"{path}:\n{string.Join('\n', violations)}");
            Assert.True(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                $"{path} is wider than {width} pixels.");
            if (Environment.GetEnvironmentVariable("DASHBOARD_PICTURES") is { } folder)
            {
                var name = string.Concat(path.Split(['?', '='])).Replace("/", "");
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-{width}-{scheme}.png"), FullPage = true });
            }
        }
    }

    private static async Task TabToAsync(IPage page, string name)
    {
        for (var i = 0; i < 60; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>(
                "name => document.activeElement.id === name || document.activeElement.textContent.trim() === name", name))
            {
                return;
            }
        }

        Assert.Fail($"No key leads to '{name}'.");
    }

    private async Task<IPage> SignInAsync(IBrowserContext browser)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{OperationsSite.Prefix}/");
        await page.FillAsync("#user", "Olga");
        await page.PressAsync("#user", "Enter");
        await page.WaitForURLAsync("**/sessions/");
        return page;
    }
}
