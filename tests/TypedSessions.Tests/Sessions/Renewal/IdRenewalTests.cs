using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Diagnostics;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions.Renewal;

/// <summary>An id is renewed after an hour, and the previous one leads to the session for some time. On each engine.</summary>
public sealed class IdRenewalTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);
    private ISessionEngine? _stored;

    public static TheoryData<string> Engines => AnyEngine.NamesOfInventories;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_id_is_renewed_when_it_has_its_age_and_the_values_stay(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var first = browser.Token;

        site.Clock.Advance(Age - TimeSpan.FromSeconds(1));
        await browser.ReadAsync("/get");
        Assert.Equal(first, browser.Token);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("book", await browser.ReadAsync("/get"));

        Assert.NotEqual(first, browser.Token);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_next_renewal_comes_after_the_same_age(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, _) = await RenewAsync(site);
        var second = browser.Token;
        await browser.ReadAsync("/get");

        site.Clock.Advance(Age - TimeSpan.FromSeconds(1));
        await browser.ReadAsync("/get");
        Assert.Equal(second, browser.Token);
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        await browser.ReadAsync("/get");
        Assert.NotEqual(second, browser.Token);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Requests_with_the_previous_id_share_the_record_and_get_no_cookie(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/put/new");
        site.Clock.Advance(Grace - TimeSpan.FromSeconds(1));

        Assert.Equal("book", await previous.ReadAsync("/get"));
        using var response = await previous.GetAsync("/put/old");
        await browser.ReadAsync("/put/newer");

        Assert.Empty(response.SetCookies());
        Assert.Equal("cart new newer old", await browser.ReadAsync("/keys"));
        Assert.Equal("cart new newer old", await previous.ReadAsync("/keys"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Of_requests_that_arrive_together_one_renews_and_none_loses_a_change(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(Age);
        var requests = Enumerable.Range(0, 6).Select(i => (Browser: browser.Copy(), Path: $"/put/{i}")).ToArray();
        var allHaveLoaded = new Meeting(requests.Length);
        site.Engine.Before = call => call is "rotate" ? allHaveLoaded.ArriveAsync() : Task.CompletedTask;

        var tokens = await Task.WhenAll(requests.Select(async request =>
        {
            using var response = await request.Browser.GetAsync(request.Path);
            Assert.True(response.IsSuccessStatusCode);
            return response.SetCookies().Count;
        }));
        site.Engine.Before = null;

        Assert.Equal(1, tokens.Sum());
        var renewed = Assert.Single(requests, request => request.Browser.Token != browser.Token).Browser;
        Assert.Equal("0 1 2 3 4 5 cart", await renewed.ReadAsync("/keys"));
        Assert.Equal(1, await CountAsync());
        Array.ForEach(requests, static request => request.Browser.Dispose());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_request_that_was_under_way_at_the_renewal_keeps_its_changes(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var slow = browser.Copy();
        var (arrived, renewed) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Engine.Before = call => call is "update" && arrived.TrySetResult() ? renewed.Task : Task.CompletedTask;

        var putting = slow.GetAsync("/put/slow");
        await arrived.Task.WaitAsync(Cancel);
        site.Clock.Advance(Age);
        await browser.ReadAsync("/get");
        renewed.SetResult();
        using var response = await putting;

        Assert.True(response.IsSuccessStatusCode);
        Assert.Empty(response.SetCookies());
        Assert.Equal("cart slow", await browser.ReadAsync("/keys"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_previous_id_is_refused_logged_and_counted_after_the_grace(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/get");
        site.Clock.Advance(Grace);
        using var metrics = new CapturedMetrics(site);

        using var response = await previous.GetAsync("/get");

        Assert.Equal("none", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Empty(response.SetCookies());
        Assert.Equal(1, site.Log.GetCount("PreviousIdRefused"));
        Assert.Contains("sessions.loaded{typedsessions.result:refused}=1", metrics.Take());
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.DoesNotContain(site.Log.Entries, entry => entry.Text.Contains(previous.Token!, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_browser_that_missed_the_new_id_gets_another_one(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        site.Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        using var early = await previous.GetAsync("/get");
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var missed = previous.Token;

        Assert.Equal("book", await previous.ReadAsync("/get"));

        Assert.Empty(early.SetCookies());
        Assert.NotEqual(missed, previous.Token);
        Assert.Equal("book", await previous.ReadAsync("/get"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync());
        Assert.Equal(0, site.Log.GetCount("PreviousIdRefused"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_client_that_never_takes_a_new_id_keeps_its_session_with_ever_fewer_attempts(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var cookies = 0;
        for (var minute = 0; minute < 24 * 60; minute += 10)
        {
            site.Clock.Advance(TimeSpan.FromMinutes(10));
            using var client = browser.Copy();
            using var response = await client.GetAsync("/get");
            Assert.Equal("book", await response.Content.ReadAsStringAsync(Cancel));
            cookies += response.SetCookies().Count;
        }

        Assert.InRange(cookies, 2, 14);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task After_a_sign_in_no_previous_id_sees_or_changes_anything(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/get");
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");

        Assert.Equal("none", await previous.ReadAsync("/get"));
        using var response = await previous.GetAsync("/put/planted");

        Assert.Empty(response.SetCookies());
        Assert.Equal("cart", await browser.ReadAsync("/keys"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_with_the_previous_id_takes_the_session_along(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);

        await previous.LoginAsync("ada");

        Assert.Equal("id-ada book", $"{await previous.ReadAsync("/owner")} {await previous.ReadAsync("/get")}");
        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_that_was_under_way_at_the_renewal_keeps_the_cart(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var slow = browser.Copy();
        var (arrived, renewed) = (new TaskCompletionSource(), new TaskCompletionSource());
        site.Engine.Before = call => call is "rotate" && arrived.TrySetResult() ? renewed.Task : Task.CompletedTask;

        var login = slow.LoginAsync("ada");
        await arrived.Task.WaitAsync(Cancel);
        site.Clock.Advance(Age);
        await browser.ReadAsync("/put/other");
        renewed.SetResult();
        await login;

        Assert.Equal("id-ada", await slow.ReadAsync("/owner"));
        Assert.Equal("cart other", await slow.ReadAsync("/keys"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_logout_with_the_previous_id_ends_the_session(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var previous = browser.Copy();
        site.Clock.Advance(Age);
        await browser.ReadAsync("/get");

        await previous.ReadAsync("/logout");

        Assert.Equal(0, await CountAsync());
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_previous_key_finds_opens_and_ends_the_session_at_any_time(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        site.Clock.Advance(Age);
        await browser.ReadAsync("/get");
        await browser.ReadAsync("/get");
        site.Clock.Advance(Grace + Grace);
        var manager = site.Services.GetRequiredService<ISessionManager>();

        Assert.NotNull(await manager.FindAsync(key, Cancel));
        await using (var opened = await manager.OpenAsync(key, cancellationToken: Cancel))
        {
            opened!.Session.SetString("job", "done");
            Assert.True(await opened.SaveAsync(Cancel));
        }

        Assert.Equal("cart job", await browser.ReadAsync("/keys"));
        Assert.True(await manager.RemoveAsync(key, Cancel));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Removal_of_the_values_does_not_shorten_the_grace(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/clear");
        await browser.ReadAsync("/put/new");

        Assert.Equal("new", await previous.ReadAsync("/keys"));
        site.Clock.Advance(Grace);
        Assert.Equal("", await previous.ReadAsync("/keys"));
        Assert.Equal(1, site.Log.GetCount("PreviousIdRefused"));
    }

    [Theory]
    [InlineData("/read-only")]
    [InlineData("/failed")]
    [InlineData("/left")]
    public async Task No_id_is_renewed_where_no_cookie_can_be_sent_or_the_session_is_not_used(string path)
    {
        await using var site = await StartAsync("memory");
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(Age);

        using var response = await browser.GetAsync(path);

        Assert.Empty(response.SetCookies());
        Assert.DoesNotContain("rotate", site.Engine.TakeCalls());
        await browser.ReadAsync("/get");
        Assert.Contains("rotate", site.Engine.TakeCalls());
    }

    [Theory]
    [InlineData("cache", "the session engine Synchronous cannot renew ids")]
    [InlineData("cookies", "sessions in cookies cannot renew ids")]
    public async Task An_engine_that_cannot_renew_ids_refuses_it_at_start(string name, string expected)
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            static options => options.RenewIdAfter = Age,
            it => _ = name == "cookies" ? it.UseCookie() : it,
            engine: clock => _engine.OpenAsync("cache", clock)));

        Assert.Contains(expected, exception.Message);
        Assert.Contains("Use memory, files, Redis, SQLite, PostgreSQL, MariaDB, SQL Server or a cached database", exception.Message);
    }

    [Fact]
    public async Task An_age_within_the_grace_is_refused_at_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(async () => await LoginSite.StartAsync(
            LoginSite.Cookie,
            static options => _ = (options.RenewIdAfter, options.RenewalGrace) = (TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2))));

        Assert.Contains("RenewIdAfter (00:02:00) is not longer than RenewalGrace (00:02:00)", exception.Message);
    }

    [Fact]
    public async Task A_read_only_endpoint_writes_nothing_when_the_new_id_is_presented()
    {
        await using var site = await StartAsync("memory");
        var (browser, previous) = await RenewAsync(site);
        site.Engine.TakeCalls();

        await browser.ReadAsync("/read-only");
        Assert.Equal(["load"], site.Engine.TakeCalls());
        await browser.ReadAsync("/get");

        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        site.Clock.Advance(Grace);
        Assert.Equal("none", await previous.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_sign_in_counts_as_a_new_id()
    {
        await using var site = await StartAsync("memory");
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(Age / 2);
        await browser.LoginAsync("ada");
        var token = browser.Token;

        site.Clock.Advance(Age - TimeSpan.FromSeconds(1));
        await browser.ReadAsync("/get");

        Assert.Equal(token, browser.Token);
    }

    [Fact]
    public async Task Of_two_cookies_the_one_with_the_new_id_counts()
    {
        await using var site = await StartAsync("memory");
        var (browser, previous) = await RenewAsync(site);
        using var both = site.Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/get");
        request.Headers.Add("Cookie", $"__Host-session={previous.Token}; __Host-session={browser.Token}");

        using var response = await both.SendAsync(request);
        site.Clock.Advance(Grace);

        Assert.Equal("book", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("none", await previous.ReadAsync("/get"));
    }

    [Fact]
    public async Task Without_the_option_nothing_is_stored_about_ids()
    {
        await using var site = await StartAsync("memory", age: null);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(TimeSpan.FromDays(7));
        await browser.LoginAsync("ada");
        site.Clock.Advance(TimeSpan.FromDays(7));
        await browser.ReadAsync("/set/jewels");

        var record = await ((ISessionInventory)_stored!).ListAsync(Cancel).SingleAsync(Cancel);
        Assert.Equal("cart", Assert.Single(record.Record.Values).Key);
    }

    private async Task<int> CountAsync() => (int)await ((ISessionInventory)_stored!).CountAsync(Cancel);

    // A browser with a renewed id, and one with the previous id.
    private static async Task<(Browser Browser, Browser Previous)> RenewAsync(TestSite site)
    {
        var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var previous = browser.Copy();
        site.Clock.Advance(Age);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.NotEqual(previous.Token, browser.Token);
        return (browser, previous);
    }

    private Task<TestSite> StartAsync(string engine) => StartAsync(engine, Age);

    private Task<TestSite> StartAsync(string engine, TimeSpan? age)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            options => options.RenewIdAfter = age,
            engine: async clock => _stored = await _engine.OpenAsync(engine, clock),
            endpoints: Map);

    private static void Map(WebApplication app)
    {
        app.MapGet("/put/{key}", (string key, ISession session) => session.SetString(key, "1"));
        app.MapGet("/keys", (ISession session) => string.Join(' ', session.Keys.Order(StringComparer.Ordinal)));
        app.MapGet("/id", (ISession session) => session.Id);
        app.MapGet("/clear", (ISession session) => session.Clear());
        app.MapGet("/read-only", (ISession session) => session.GetString("cart")).ReadOnlySession();
        app.MapGet("/failed", (HttpContext context) =>
        {
            context.Session.SetString("failed", "1");
            context.Response.StatusCode = 500;
        });
        app.MapGet("/left", (ISession session) => session.TimeLeft?.ToString());
    }
}
