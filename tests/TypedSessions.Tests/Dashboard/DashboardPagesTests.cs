using System.Net;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Dashboard;

/// <summary>The content of the pages, as HTML and as JSON.</summary>
public sealed class DashboardPagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_overview_has_the_figures_of_the_last_hour()
    {
        await using var site = await DashboardSite.StartAsync(sessions: static it => it.UsePolicy(SessionPolicy.AsvsLevel1));
        using var ada = await site.OpenUserAsync("ada");
        using var bob = await site.OpenUserAsync("bob");
        await bob.ReadAsync("/logout");
        using var browser = await site.OpenOperatorAsync();

        var overview = await browser.ReadJsonAsync("");
        Assert.Equal("Memory", overview.GetProperty("engine").GetProperty("name").GetString());
        var activity = overview.GetProperty("activity");
        Assert.Equal(3, activity.GetProperty("created").GetInt64());
        Assert.Equal(1, activity.GetProperty("ended").GetInt64());
        Assert.Equal(60, activity.GetProperty("minutes").GetArrayLength());
        Assert.Equal(3, activity.GetProperty("minutes")[59].GetProperty("created").GetInt64());
        Assert.Contains(activity.GetProperty("operations").EnumerateArray(), static it => it.GetProperty("name").GetString() == "load");
        Assert.Equal("OWASP ASVS 5.0 level 1", overview.GetProperty("policies")[0].GetProperty("name").GetString());
        Assert.Contains("OWASP ASVS 5.0 level 1", await browser.ReadAsync(DashboardSite.Path));

        site.Clock.Advance(TimeSpan.FromMinutes(60));
        activity = (await browser.ReadJsonAsync("")).GetProperty("activity");
        Assert.Equal(0, activity.GetProperty("created").GetInt64());
    }

    [Fact]
    public async Task Live_sessions_and_users_are_counted_by_the_cleanup_and_not_by_the_page()
    {
        await using var site = await DashboardSite.StartAsync(sessions: static it => it.Services.Configure<TypedSessionsOptions>(
            static options => options.Cleanup.Enabled = true));
        using var ada = await site.OpenUserAsync("ada");
        using var browser = await site.OpenOperatorAsync();
        Assert.Equal("Null", (await browser.ReadJsonAsync("")).GetProperty("sessions").ValueKind.ToString());

        site.Clock.Advance(TimeSpan.FromMinutes(10));
        while (site.Log.GetCount("CleanupCompleted") == 0)
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }

        var count = (await browser.ReadJsonAsync("")).GetProperty("sessions");
        Assert.Equal(2, count.GetProperty("sessions").GetInt64());
        Assert.Equal(2, count.GetProperty("owners").GetInt64());
    }

    [Fact]
    public async Task The_list_leads_through_all_sessions_by_50()
    {
        await using var site = await DashboardSite.StartAsync();
        using var browser = await site.OpenOperatorAsync();
        var manager = site.Services.GetRequiredService<ISessionManager>();
        for (var i = 0; i < 119; i++)
        {
            await using var session = manager.Create();
            session.Session.Set("n", [1]);
            await session.SaveAsync(Token);
        }

        foreach (var order in new[] { "first", "last" })
        {
            var keys = new HashSet<string>();
            var (query, pages) = ($"list?order={order}", 0);
            while (query is not null)
            {
                var list = await browser.ReadJsonAsync(query);
                keys.UnionWith(list.GetProperty("sessions").EnumerateArray().Select(static it => it.GetProperty("key").GetString()!));
                query = list.GetProperty("next").GetString() is { } next ? $"list?order={order}&after={next}" : null;
                pages++;
            }

            Assert.Equal((120, 3), (keys.Count, pages));
        }

        var first = (await browser.ReadJsonAsync("list")).GetProperty("sessions")[0].GetProperty("key").GetString()!;
        var found = await browser.ReadJsonAsync($"list?key={first[..10]}");
        Assert.Equal(first, found.GetProperty("sessions")[0].GetProperty("key").GetString());
        Assert.Equal(0, (await browser.ReadJsonAsync("list?key=xyz")).GetProperty("sessions").GetArrayLength());
        Assert.Contains("list?order=last&amp;after=", await browser.ReadAsync($"{DashboardSite.Path}list"));
    }

    [Theory]
    [InlineData("list?after=1-2")]
    [InlineData("list?after=99999999999999999999-00")]
    [InlineData("list?order=%00&after=-&key=")]
    [InlineData("list?key=%27%22%3E%3Cscript%3E")]
    [InlineData("user?id=%27%22%3E%3Cscript%3E&ended=abc")]
    public async Task A_query_that_no_page_has_sent_is_harmless(string query)
    {
        await using var site = await DashboardSite.StartAsync();
        using var browser = await site.OpenOperatorAsync();

        Assert.DoesNotContain("<script", await browser.ReadAsync(DashboardSite.Path + query));
    }

    [Fact]
    public async Task A_user_has_the_sessions_of_all_devices_and_the_latest_use_is_first()
    {
        await using var site = await DashboardSite.StartAsync();
        using var one = await site.OpenUserAsync("ada");
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using var two = await site.OpenUserAsync("ada");
        using var browser = await site.OpenOperatorAsync();

        var user = await browser.ReadJsonAsync("user?id=id-ada");
        var sessions = user.GetProperty("sessions").EnumerateArray().ToList();
        Assert.Equal(2, sessions.Count);
        Assert.True(sessions[0].GetProperty("lastSeenAt").GetDateTimeOffset() > sessions[1].GetProperty("lastSeenAt").GetDateTimeOffset());
        Assert.Contains("End all sessions", await browser.ReadAsync($"{DashboardSite.Path}user?id=id-ada"));
        Assert.Contains("The user has no session.", await browser.ReadAsync($"{DashboardSite.Path}user?id=bob"));
        await browser.ReadJsonAsync("user", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Values_are_hidden_unless_an_option_shows_them_and_sensitive_ones_are_masked_all_the_same()
    {
        await using var closed = await DashboardSite.StartAsync();
        var (html, values) = await ReadSessionAsync(closed);
        Assert.DoesNotContain("Wien", html);
        Assert.Equal("Town=,Books=,Notes=,Pin=masked,Visits=", values);

        await using var open = await DashboardSite.StartAsync(static options => options.ShowValues = true);
        (html, values) = await ReadSessionAsync(open);
        Assert.Contains("Wien &lt;script&gt;alert(1)&lt;/script&gt;", html);
        Assert.Equal("""Town=Wien <script>alert(1)</script>,Books=["Emma"],Notes=green,Pin=masked,Visits=3""", values);
        Assert.DoesNotContain("secret-1234", html);
        Assert.DoesNotContain("<script", html);
        Assert.Contains("List&lt;String&gt;", html);

        await using var prefixed = await DashboardSite.StartAsync(
            static options => options.ShowValues = true,
            static sessions => sessions.AddModel<DashboardSession>(static options => options.Prefix = "books."));
        (html, var behindPrefix) = await ReadSessionAsync(prefixed);
        Assert.Equal(values, behindPrefix);
        Assert.Contains("books.note-tent", html);

        static async Task<(string Html, string Values)> ReadSessionAsync(TestSite site)
        {
            using var ada = await site.OpenUserAsync("ada");
            using var browser = await site.OpenOperatorAsync();
            var user = await browser.ReadJsonAsync("user?id=id-ada");
            var key = user.GetProperty("sessions")[0].GetProperty("key").GetString();
            var session = await browser.ReadJsonAsync($"session?key={key}");

            // The ticket is an internal value of the library, whose content is never shown.
            var all = session.GetProperty("values").EnumerateArray().ToList();
            var ticket = Assert.Single(all, static it => it.GetProperty("key").GetString()!.Contains("__ts.ticket"));
            Assert.Null(ticket.GetProperty("value").GetString());
            var shown = from value in all
                        where !value.GetProperty("key").GetString()!.StartsWith("__ts.", StringComparison.Ordinal)
                        let name = value.GetProperty("model").GetString()!.Split('.')[1]
                        orderby name == "Town" ? "" : name
                        select $"{name}={(value.GetProperty("isMasked").GetBoolean() ? "masked" : value.GetProperty("value").GetString())}";
            return (await browser.ReadAsync($"{DashboardSite.Path}session?key={key}"), string.Join(',', shown));
        }
    }

    [Fact]
    public async Task A_session_that_does_not_exist_is_a_404_with_an_explanation()
    {
        await using var site = await DashboardSite.StartAsync();
        using var browser = await site.OpenOperatorAsync();
        using var response = await browser.GetAsync($"{DashboardSite.Path}session?key={new string('0', 64)}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("never existed", await response.Content.ReadAsStringAsync());
        var json = await browser.ReadJsonAsync("session?key=x", HttpStatusCode.NotFound);
        Assert.Contains("never existed", json.GetProperty("error").GetString());
    }

    [Fact]
    public async Task An_engine_that_fails_is_a_503_with_a_page()
    {
        var engine = RecordingEngine.Create(new MemorySessionEngine(TimeProvider.System));
        await using var site = await DashboardSite.StartAsync(
            conventions: static _ => { }, environment: "Development", engine: _ => engine);
        using var browser = site.Open();
        engine.Before = static _ => throw new IOException("The disk is away.");

        using var response = await browser.GetAsync($"{DashboardSite.Path}session?key={new string('0', 64)}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("The session engine does not respond", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task An_engine_without_lists_is_reported_and_the_rest_is_shown()
    {
        await using var site = await DashboardSite.StartAsync(
            conventions: static _ => { },
            environment: "Development",
            sessions: static it =>
            {
                it.Services.AddDistributedMemoryCache();
                it.UseCache();
            });
        using var browser = site.Open();

        Assert.Contains("<h2 id=\"engine\">Engine: Cache</h2>", await browser.ReadAsync(DashboardSite.Path));
        Assert.Contains("cannot return its records in pages", await browser.ReadAsync($"{DashboardSite.Path}list"));
        Assert.Contains("cannot list its records", await browser.ReadAsync($"{DashboardSite.Path}user?id=ada"));
    }

    [Fact]
    public async Task Sessions_in_cookies_have_an_overview_and_nothing_else()
    {
        await using var site = await DashboardSite.StartAsync(
            conventions: static _ => { }, environment: "Development", sessions: static it => it.UseCookie());
        using var browser = site.Open();

        Assert.Contains("Sessions are in the cookies of their visitors.", await browser.ReadAsync(DashboardSite.Path));
        await browser.ReadAsync($"{DashboardSite.Path}list");
        await browser.ReadJsonAsync("session?key=00", HttpStatusCode.NotFound);
    }
}
