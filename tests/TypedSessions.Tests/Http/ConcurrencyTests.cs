using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Concurrent requests of one visitor. On each engine.</summary>
public abstract partial class ConcurrencyTests
{
    private const int Rounds = 500;

    [Fact]
    public async Task Concurrent_requests_that_change_different_keys_lose_no_update()
    {
        await using var site = await StartSiteAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/start/0");
        for (var round = 0; round < Rounds; round++)
        {
            // Both load the session before either commits.
            var bothHaveLoaded = new AsyncBarrier(2);
            site.Engine.Before = call => call == "update" ? bothHaveLoaded.SignalAndWaitAsync() : Task.CompletedTask;
            await Task.WhenAll(browser.ReadAsync($"/set/left/{round}"), browser.ReadAsync($"/set/right/{round}"));
            site.Engine.Before = null;

            Assert.Equal($"{round} {round}", await browser.ReadAsync("/both"));
        }
    }

    [Fact]
    public async Task A_slow_request_does_not_restore_a_session_after_a_logout()
    {
        await using var site = await StartSiteAsync();
        for (var round = 0; round < Rounds; round++)
        {
            using var browser = site.Open();
            await browser.ReadAsync("/set/left/secret");
            using var slowBrowser = browser.Copy();
            using var thief = browser.Copy();

            using var response = await OvertakeAsync(site, slowBrowser.GetAsync, () => browser.ReadAsync("/logout"));

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("stored", await response.Content.ReadAsStringAsync());
            Assert.Empty(response.SetCookies());
            Assert.Equal(" ", await thief.ReadAsync("/both"));
        }
    }

    [Fact]
    public async Task A_request_that_is_overtaken_by_a_login_does_not_keep_the_old_id_alive()
    {
        await using var site = await StartSiteAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/left/cart");
        using var slowBrowser = browser.Copy();
        using var thief = browser.Copy();

        using var response = await OvertakeAsync(site, slowBrowser.GetAsync, () => browser.ReadAsync("/login"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Empty(response.SetCookies());
        Assert.Equal(" ", await thief.ReadAsync("/both"));
        Assert.Equal("cart ", await browser.ReadAsync("/both"));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/relogin")]
    public async Task A_late_response_does_not_delete_the_cookie_of_a_concurrent_login(string login)
    {
        await using var site = await StartSiteAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/left/cart");

        using var response = await OvertakeAsync(site, browser.GetAsync, () => browser.ReadAsync(login));

        Assert.Equal(login == "/login" ? "cart " : "new ", await browser.ReadAsync("/both"));
    }

    [Fact]
    public async Task Two_concurrent_logins_each_get_a_session_with_the_values()
    {
        await using var site = await StartSiteAsync();
        using var first = site.Open();
        await first.ReadAsync("/set/left/cart");
        var before = first.Token;
        using var second = first.Copy();
        var bothHaveLoaded = new AsyncBarrier(2);
        site.Engine.Before = call => call == "rotate" ? bothHaveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

        await Task.WhenAll(first.ReadAsync("/login"), second.ReadAsync("/login"));
        site.Engine.Before = null;

        Assert.Equal(3, new[] { before, first.Token, second.Token }.Distinct().Count());
        Assert.Equal("cart ", await first.ReadAsync("/both"));
        Assert.Equal("cart ", await second.ReadAsync("/both"));
    }

    [Fact]
    public async Task An_option_returns_400_when_the_session_has_ended_during_the_request()
    {
        await using var site = await StartSiteAsync(options => options.RejectWhenGone = true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/left/secret");
        using var slowBrowser = browser.Copy();

        using var response = await OvertakeAsync(
            site, path => slowBrowser.GetAsync("/empty" + path), () => browser.ReadAsync("/logout"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private protected abstract Task<TestSite> StartSiteAsync(Action<TypedSessionsOptions>? options = null);

    private protected static void Map(WebApplication app)
    {
        app.MapGet("/set/{key}/{value}", (string key, string value, HttpContext context) =>
        {
            context.Session.SetString(key, value);
            return "stored";
        });
        app.MapGet("/empty/set/{key}/{value}", (string key, string value, HttpContext context) => context.Session.SetString(key, value));
        app.MapGet("/both", (HttpContext context) => $"{context.Session.GetString("left")} {context.Session.GetString("right")}");
        app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
        app.MapGet("/login", (HttpContext context) => context.Session.RegenerateId());
        MapMerging(app);
        app.MapGet("/relogin", (HttpContext context) =>
        {
            context.Session.Abandon();
            context.Session.SetString("left", "new");
        });
    }

    // A request that loads the session before the other one and commits after it.
    private static async Task<HttpResponseMessage> OvertakeAsync(
        TestSite site, Func<string, Task<HttpResponseMessage>> slowRequest, Func<Task> overtake)
    {
        var isAboutToCommit = new TaskCompletionSource();
        var isOvertaken = new TaskCompletionSource();
        site.Engine.Before = call =>
        {
            if (call != "update")
            {
                return Task.CompletedTask;
            }

            isAboutToCommit.SetResult();
            return isOvertaken.Task;
        };
        var slow = slowRequest("/set/left/again");
        await isAboutToCommit.Task;
        await overtake();
        isOvertaken.SetResult();
        var response = await slow;
        site.Engine.Before = null;
        return response;
    }
}
