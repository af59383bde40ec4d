using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Logouts and removals with the id that a session had before a sign-in.</summary>
public sealed class PreviousIdLogoutTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
    : ClosedCopyTest(postgres, mariaDb, redis)
{
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
    public async Task A_logout_with_the_old_id_ends_the_sessions_that_continued_from_it(string engine)
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

    [Fact]
    public async Task A_sign_out_without_a_sign_in_keeps_the_session()
    {
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");

        await browser.ReadAsync("/logout");

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }
}
