using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>What becomes of requests that present the id which a session had before a sign-in. On each engine.</summary>
public sealed class ClosedCopyTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);

    public static TheoryData<string> Engines => AnyEngine.Names;

    /// <summary>Another user signs in, without and with a sign-out before it in the same request.</summary>
    public static TheoryData<string, string> EnginesAndSwitches
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var engine in AnyEngine.Names)
            {
                cases.Add(engine, "/login/bob");
                cases.Add(engine, "/relogin/bob");
            }

            return cases;
        }
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_old_id_shows_nothing_takes_nothing_and_gets_no_cookie(string engine)
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
    public async Task A_login_that_is_submitted_twice_keeps_the_cart_whichever_answer_counts(string engine)
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
        var bothHaveLoaded = new Meeting(2);
        site.Engine.Before = call => call == "rotate" ? bothHaveLoaded.ArriveAsync() : Task.CompletedTask;

        await Task.WhenAll(ada.LoginAsync("ada"), bob.LoginAsync("bob"));
        site.Engine.Before = null;

        Assert.Equal("id-ada book", $"{await ada.ReadAsync("/owner")} {await ada.ReadAsync("/get")}");
        Assert.Equal("id-bob book", $"{await bob.ReadAsync("/owner")} {await bob.ReadAsync("/get")}");
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task After_the_logout_nothing_continues_from_the_copy(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var thief = browser.Copy();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/logout");

        await thief.ReadAsync("/renew");
        Assert.Equal("none", await thief.ReadAsync("/get"));
        await thief.LoginAsync("eve");
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_new_id_that_is_asked_for_twice_keeps_an_anonymous_session(string engine)
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
    public async Task A_new_id_of_a_user_is_not_given_to_the_old_one(string engine)
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
    public async Task A_logout_with_the_old_id_ends_what_continued_from_it(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var late = browser.Copy();
        await browser.LoginAsync("ada");
        await browser.LoginAsync("ada");

        await late.ReadAsync("/logout");

        Assert.Null(late.Token);
        browser.Cookies.Remove(".AspNetCore.Cookies");
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_logout_with_the_old_id_of_an_anonymous_visitor_ends_no_session_of_a_user(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        using var thief = browser.Copy();
        await browser.LoginAsync("ada");

        await thief.ReadAsync("/logout");
        await thief.ReadAsync("/abandon");

        Assert.Equal("book", await browser.ReadAsync("/get"));
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

    [Fact]
    public async Task A_sign_out_and_a_sign_in_in_one_request_are_one_rotation()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Engine.TakeCalls();

        await browser.ReadAsync("/relogin/ada");

        Assert.Equal(["load", "rotate"], site.Engine.TakeCalls());
        Assert.Equal("book", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/relogin/ada");
        Assert.Equal("book", await browser.ReadAsync("/get"));
        await browser.ReadAsync("/relogin/bob");
        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal("id-bob", await browser.ReadAsync("/owner"));
    }

    [Theory]
    [MemberData(nameof(EnginesAndSwitches))]
    public async Task After_a_sign_in_of_another_user_a_late_request_of_the_previous_user_gets_no_cookie(string engine, string path)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");
        using var late = browser.Copy();
        await browser.ReadAsync(path);

        using var poll = await late.GetAsync("/set/poll");

        Assert.Empty(poll.SetCookies());
        Assert.Equal("none", await late.ReadAsync("/get"));
        Assert.Equal("id-bob none", $"{await browser.ReadAsync("/owner")} {await browser.ReadAsync("/get")}");
    }

    [Theory]
    [MemberData(nameof(EnginesAndSwitches))]
    public async Task A_removal_by_the_key_of_the_user_before_does_not_end_the_session_of_the_next_user(string engine, string path)
    {
        await using var site = await StartAsync(engine);
        var manager = site.Services.GetRequiredService<ISessionManager>();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        await browser.ReadAsync(path);
        await browser.ReadAsync("/set/book");

        Assert.False(await manager.RemoveAsync(key, TestContext.Current.CancellationToken));

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_removal_by_the_key_from_before_a_sign_in_ends_the_session(string engine)
    {
        await using var site = await StartAsync(engine);
        var manager = site.Services.GetRequiredService<ISessionManager>();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        await browser.LoginAsync("ada");

        Assert.True(await manager.RemoveAsync(key, TestContext.Current.CancellationToken));

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(EnginesAndSwitches))]
    public async Task Values_stored_during_a_sign_in_of_another_user_do_not_reach_that_user(string engine, string path)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        using var late = browser.Copy();
        var stored = 0;
        site.Engine.Before = call => call == "rotate" && Interlocked.Exchange(ref stored, 1) == 0
            ? late.ReadAsync("/forever/jewels")
            : Task.CompletedTask;
        site.Clock.Advance(TimeSpan.FromHours(1));

        await browser.ReadAsync(path);

        Assert.Equal(1, stored);
        Assert.Equal("id-bob none", $"{await browser.ReadAsync("/owner")} {await browser.ReadAsync("/get")}");
        Assert.Equal("0 00:00:00", await browser.ReadAsync("/age"));
    }

    [Theory]
    [MemberData(nameof(EnginesAndSwitches))]
    public async Task A_session_that_is_rotated_while_another_user_signs_in_is_ended(string engine, string path)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");
        using var other = browser.Copy();
        var rotated = 0;
        site.Engine.Before = call => call == "rotate" && Interlocked.Exchange(ref rotated, 1) == 0
            ? other.ReadAsync("/renew")
            : Task.CompletedTask;

        await browser.ReadAsync(path);

        Assert.Equal(1, rotated);
        Assert.Equal("id-bob none", $"{await browser.ReadAsync("/owner")} {await browser.ReadAsync("/get")}");
        other.Cookies.Remove(".AspNetCore.Cookies");
        Assert.Equal("none", await other.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(EnginesAndSwitches))]
    public async Task A_session_that_is_ended_while_another_user_signs_in_refuses_no_one(string engine, string path)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        using var other = browser.Copy();
        var ended = 0;
        site.Engine.Before = call => call == "rotate" && Interlocked.Exchange(ref ended, 1) == 0
            ? other.ReadAsync("/logout")
            : Task.CompletedTask;

        await browser.ReadAsync(path);

        Assert.Equal(1, ended);
        Assert.Equal("id-bob", await browser.ReadAsync("/owner"));
    }

    [Fact]
    public async Task A_sign_out_of_someone_who_was_not_signed_in_ends_nothing()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");

        await browser.ReadAsync("/logout");

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    private Task<TestSite> StartAsync(string engine)
        => LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map, engine: clock => _engine.OpenAsync(engine, clock));

    private static void Map(WebApplication app)
    {
        app.MapGet("/renew", (ISession session) => session.RegenerateId());
        app.MapGet("/forever/{value}", (string value, ISession session) =>
        {
            session.SetString("cart", value);
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1000));
        });
        app.MapGet("/age", (ISession session, TimeProvider clock)
            => $"{(session.Expiry == SessionExpiry.Default ? 0 : 1)} {clock.GetUtcNow() - session.CreatedAt}");
        app.MapGet("/abandon", (ISession session) => session.Abandon());
        app.MapGet("/id", (ISession session) => session.Id);
        app.MapGet("/relogin/{name}", async (string name, HttpContext context) =>
        {
            await context.SignOutAsync();
            await context.SignInAsync(LoginSite.GetPrincipal(name, "relogin"));
        });
    }
}
