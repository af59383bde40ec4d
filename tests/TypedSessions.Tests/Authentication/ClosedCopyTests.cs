using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Requests with the id that a session had before a sign-in.</summary>
public sealed class ClosedCopyTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
    : ClosedCopyTest(postgres, mariaDb, redis)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_old_id_neither_reads_nor_changes_the_session_and_gets_no_cookie(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var late = browser.Copy();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");

        Assert.Equal("none", await late.ReadAsync("/get"));
        using var poll = await late.GetAsync("/set/poll");

        Assert.Empty(poll.SetCookies());
        Assert.Equal("none", await late.ReadAsync("/get"));
        Assert.Equal("jewels", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_login_that_is_submitted_twice_keeps_the_cart_with_either_response(string engine)
    {
        await using var site = await StartAsync(engine);
        using var first = site.Open();
        await first.ReadAsync("/set/book");
        using var second = first.Copy();

        await first.LoginAsync("ada");
        await second.LoginAsync("ada");

        Assert.NotEqual(first.Token, second.Token);
        Assert.Equal("book", await first.ReadAsync("/get"));
        Assert.Equal("book", await second.ReadAsync("/get"));
        Assert.Equal("id-ada", await second.ReadAsync("/owner"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_concurrent_logins_each_get_a_session_with_the_cart(string engine)
    {
        await using var site = await StartAsync(engine);
        using var ada = site.Open();
        await ada.ReadAsync("/set/book");
        using var bob = ada.Copy();
        var bothHaveLoaded = new AsyncBarrier(2);
        site.Engine.Before = call => call == "rotate" ? bothHaveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

        await Task.WhenAll(ada.LoginAsync("ada"), bob.LoginAsync("bob"));
        site.Engine.Before = null;

        Assert.Equal("id-ada book", $"{await ada.ReadAsync("/owner")} {await ada.ReadAsync("/get")}");
        Assert.Equal("id-bob book", $"{await bob.ReadAsync("/owner")} {await bob.ReadAsync("/get")}");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Two_rotations_of_an_anonymous_session_both_keep_its_values(string engine)
    {
        await using var site = await StartAsync(engine);
        using var first = site.Open();
        await first.ReadAsync("/set/book");
        using var second = first.Copy();

        await first.ReadAsync("/renew");
        await second.ReadAsync("/renew");

        Assert.NotEqual(first.Token, second.Token);
        Assert.Equal("book", await first.ReadAsync("/get"));
        Assert.Equal("book", await second.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_new_id_of_a_user_is_not_sent_to_a_request_with_the_old_id(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var thief = browser.Copy();
        await browser.LoginAsync("ada");
        using var second = browser.Copy();
        await browser.ReadAsync("/renew");
        second.Cookies.Remove(".AspNetCore.Cookies");

        using var response = await second.GetAsync("/renew");

        Assert.Empty(response.SetCookies());
        Assert.Equal("none", await second.ReadAsync("/get"));
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_copy_ends_after_the_grace(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var late = browser.Copy();
        await browser.LoginAsync("ada");
        site.Clock.Advance(Grace);

        await late.LoginAsync("ada");

        Assert.Equal("none", await late.ReadAsync("/get"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Without_a_grace_a_late_login_starts_a_new_session_and_a_late_request_gets_no_cookie()
    {
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie, options => options.RotationGrace = TimeSpan.Zero, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var late = browser.Copy();
        await browser.LoginAsync("ada");

        using var poll = await late.GetAsync("/set/poll");
        Assert.Empty(poll.SetCookies());
        await late.LoginAsync("ada");

        Assert.Equal("none", await late.ReadAsync("/get"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_live_session_wins_over_a_copy_in_any_order()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var old = browser.Token;
        await browser.LoginAsync("ada");

        using var request = new HttpRequestMessage(HttpMethod.Get, "/get");
        request.Headers.Add(
            "Cookie",
            $"__Host-session={old}; __Host-session={browser.Token}; .AspNetCore.Cookies={browser.Cookies[".AspNetCore.Cookies"]}");
        using var response = await browser.SendAsync(request);

        Assert.Equal("book", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
