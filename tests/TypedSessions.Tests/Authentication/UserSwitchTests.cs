using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A sign-in of another user, whose session must not get anything from the previous user.</summary>
public sealed class UserSwitchTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
    : ClosedCopyTest(postgres, mariaDb, redis)
{
    /// <summary>The engines with two ways to sign in another user: without and with a sign-out in the same request.</summary>
    public static TheoryData<string, string> EnginesAndSwitches
        => new MatrixTheoryData<string, string>([.. AnyEngine.Names.Select(static row => row.Data)], ["/login/bob", "/relogin/bob"]);

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
    public async Task A_removal_by_the_key_of_the_previous_user_does_not_end_the_session_of_the_next_user(string engine, string path)
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
    public async Task The_end_of_a_session_during_the_sign_in_of_another_user_does_not_refuse_it(string engine, string path)
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
}
