using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Dashboard;

/// <summary>Access to the dashboard and the headers of its responses.</summary>
public sealed class DashboardAccessTests
{
    private static readonly string[] Pages = ["", "list", "user?id=id-ada", "session?key=00"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Without_an_authorization_it_returns_404_and_logs_the_reason_once(bool allowsAnonymous)
    {
        await using var site = await DashboardSite.StartAsync(
            conventions: mapped => mapped.Add(endpoint =>
            {
                if (allowsAnonymous)
                {
                    endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AuthorizeAttribute());
                    endpoint.Metadata.Add(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute());
                }
            }));
        using var browser = await site.OpenOperatorAsync();
        foreach (var page in Pages)
        {
            using var response = await browser.GetAsync(DashboardSite.Path + page);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
            Assert.Empty(await response.Content.ReadAsStringAsync());
        }

        using var posted = await browser.PostAsync($"{DashboardSite.Path}end");
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Equal(1, site.Log.GetCount("Closed"));
    }

    [Fact]
    public async Task In_Development_it_needs_no_authorization()
    {
        await using var site = await DashboardSite.StartAsync(conventions: static _ => { }, environment: "Development");
        using var browser = site.Open();

        Assert.Contains("<h1>Overview</h1>", await browser.ReadAsync(DashboardSite.Path));
    }

    [Fact]
    public async Task The_policy_of_the_application_decides()
    {
        await using var site = await DashboardSite.StartAsync();
        using var stranger = site.Open();
        using var user = await site.OpenUserAsync("ada");
        using var @operator = await site.OpenOperatorAsync();
        foreach (var page in Pages[..3])
        {
            using var challenged = await stranger.GetAsync(DashboardSite.Path + page);
            Assert.Contains("/Account/Login", challenged.Headers.Location!.ToString());
            using var forbidden = await user.GetAsync(DashboardSite.Path + page);
            Assert.Contains("/Account/AccessDenied", forbidden.Headers.Location!.ToString());
            await @operator.ReadAsync(DashboardSite.Path + page);
        }
    }

    [Fact]
    public async Task Pages_forbid_scripts_frames_and_caching_and_begin_no_session()
    {
        await using var site = await DashboardSite.StartAsync(conventions: static _ => { }, environment: "Development");
        using var browser = site.Open();
        foreach (var page in Pages)
        {
            using var response = await browser.GetAsync(DashboardSite.Path + page);
            Assert.Equal(
                "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
                Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("no-store, private", response.Headers.CacheControl?.ToString());
            Assert.Contains("Accept", response.Headers.Vary);
            var html = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("(href|action|src)=\"(/|https?:)", html);
        }

        Assert.Null(browser.Token);
        Assert.Equal(0, await site.Services.GetRequiredService<ISessionManager>().CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_request_reads_the_login_of_the_operator_and_changes_no_session()
    {
        await using var site = await DashboardSite.StartAsync();
        using var browser = await site.OpenOperatorAsync();
        var manager = site.Services.GetRequiredService<ISessionManager>();
        var before = await manager.ListAsync(TestContext.Current.CancellationToken).FirstAsync();
        using var list = await browser.GetAsync($"{DashboardSite.Path}list");

        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.DoesNotContain(list.SetCookies(), static cookie => cookie.Name.ToString().Contains("session", StringComparison.Ordinal));
        Assert.Equal(before.Record.Version, (await manager.FindAsync(before.Key))?.Version);
    }

    [Fact]
    public async Task The_style_sheet_is_cached_permanently_at_an_address_of_its_content()
    {
        await using var site = await DashboardSite.StartAsync(conventions: static _ => { }, environment: "Development");
        using var browser = site.Open();
        var page = await browser.ReadAsync(DashboardSite.Path);
        var name = page.Split("<link rel=\"stylesheet\" href=\"")[1].Split('"')[0];

        Assert.Matches("^dashboard[.][0-9a-f]{12}[.]css$", name);
        using var response = await browser.GetAsync(DashboardSite.Path + name);
        Assert.Equal("text/css", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", response.Headers.CacheControl?.ToString());
    }

    [Theory]
    [InlineData("/ops/sessions", "./sessions/")]
    [InlineData("/base/ops/sessions", "./sessions/")]
    public async Task The_address_without_a_slash_leads_to_the_one_with_it(string path, string location)
    {
        await using var site = await DashboardSite.StartAsync(
            conventions: static _ => { }, environment: "Development", outer: static app => app.UsePathBase("/base"));
        using var browser = site.Open();
        using var response = await browser.GetAsync(path);

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.Equal(location, response.Headers.Location?.ToString());
    }

    [Fact]
    public async Task Without_antiforgery_or_sessions_the_message_says_what_to_add()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => TestSite.StartAsync(app => app.MapSessionDashboard()));
        Assert.Contains("services.AddAntiforgery()", error.Message);
        await using var app = WebApplication.CreateBuilder().Build();
        error = Assert.Throws<InvalidOperationException>(() => app.MapSessionDashboard());
        Assert.Contains("services.AddTypedSessions()", error.Message);
    }
}
