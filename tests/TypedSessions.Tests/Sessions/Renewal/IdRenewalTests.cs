using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions.Renewal;

/// <summary>An id is renewed when it has its age, by the next request that can send a cookie.</summary>
public sealed class IdRenewalTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
    : IdRenewalTest(postgres, mariaDb, redis)
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_id_is_renewed_at_its_age_and_the_values_are_kept(string engine)
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
    public async Task The_next_renewal_happens_after_the_same_age(string engine)
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
    public async Task One_of_several_concurrent_requests_renews_the_id_and_none_loses_a_change(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(Age);
        var requests = Enumerable.Range(0, 6).Select(i => (Browser: browser.Copy(), Path: $"/put/{i}")).ToArray();
        var allHaveLoaded = new AsyncBarrier(requests.Length);
        site.Engine.Before = call => call is "rotate" ? allHaveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

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
    public async Task A_request_that_runs_during_the_renewal_keeps_its_changes(string engine)
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
    public async Task Renewal_is_attempted_less_often_for_a_client_that_ignores_new_ids(string engine)
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
    public async Task A_sign_in_that_runs_during_the_renewal_keeps_the_cart(string engine)
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
    public async Task Without_the_option_nothing_is_stored_about_ids()
    {
        await using var site = await StartAsync("memory", age: null);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(TimeSpan.FromDays(7));
        await browser.LoginAsync("ada");
        site.Clock.Advance(TimeSpan.FromDays(7));
        await browser.ReadAsync("/set/jewels");

        var record = await Inventory.ListAsync(Cancel).SingleAsync(Cancel);
        Assert.Equal("cart", Assert.Single(record.Record.Values).Key);
    }
}
