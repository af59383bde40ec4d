using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Django;

/// <summary>The behaviour of this library where Django's cookies surprise.</summary>
public sealed class CookieSurprisesTests : SurprisesTest
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E12_a_forged_cookie_is_an_empty_session_from_the_start(string engine)
    {
        await using var site = await StartAsync(engine, session => $"{session.IsEmpty} {session.IsNew}");
        using var browser = site.Open();
        browser.Cookies["__Host-session"] = UnknownToken;

        Assert.Equal("True True", await browser.ReadAsync("/page"));
        await browser.ReadAsync("/set");
        Assert.Equal("False False", await browser.ReadAsync("/page"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E16_deleting_the_test_cookie_is_saved(string engine)
    {
        Func<ISession, object?> page = session => Do(session.SetTestCookie);
        await using var site = await StartAsync(engine, session => page(session));
        using var browser = site.Open();
        await browser.ReadAsync("/page");
        page = session => session.TestCookieWorked();
        Assert.Equal("True", await browser.ReadAsync("/page"));
        page = session => Do(session.DeleteTestCookie);
        await browser.ReadAsync("/page");
        page = session => session.TestCookieWorked();

        Assert.Equal("False", await browser.ReadAsync("/page"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E18_the_deletion_has_all_attributes_of_the_cookie(string engine)
    {
        await using var site = await StartAsync(engine, session => Do(session.Abandon), options =>
        {
            options.Cookie.Name = "shop";
            options.Cookie.Domain = "example.com";
            options.Cookie.Path = "/";
        });
        using var browser = site.Open();
        var sent = Assert.Single((await browser.GetAsync("/set")).SetCookies());

        var deletion = Assert.Single((await browser.GetAsync("/page")).SetCookies());

        Assert.Equal("", deletion.Value.Value);
        Assert.True(deletion is { HttpOnly: true, Secure: true });
        Assert.Equal(
            (sent.HttpOnly, sent.Secure, sent.SameSite, sent.Path, sent.Domain),
            (deletion.HttpOnly, deletion.Secure, deletion.SameSite, deletion.Path, deletion.Domain));
    }

    [Theory]
    [InlineData("\"\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"")]
    [InlineData("%00aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task E19_a_cookie_that_cannot_be_a_token_reaches_no_engine(string cookie)
    {
        await using var site = await StartAsync("sqlite", _ => null);
        using var browser = site.Open();
        browser.Cookies["__Host-session"] = cookie;

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Empty(site.Engine.Calls);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E22_the_test_cookie_is_an_ordinary_session_that_only_its_page_creates(string engine)
    {
        await using var site = await StartAsync(engine, session => Do(session.SetTestCookie));
        using var bot = site.Open();
        await bot.ReadAsync("/get");
        await bot.ReadAsync("/untouched");
        Assert.Equal(0, await CountAsync(site));

        await bot.ReadAsync("/page");

        Assert.Equal(1, await CountAsync(site));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task E23_the_record_outlives_the_browser_but_not_the_idle_timeout(string engine)
    {
        await using var site = await StartAsync(engine, session => Do(() => session.Expiry = SessionExpiry.WithBrowser), options =>
        {
            options.IdleTimeout = TimeSpan.FromMinutes(20);
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        var cookie = Assert.Single((await browser.GetAsync("/page")).SetCookies());

        Assert.Null(cookie.MaxAge);
        Assert.Null(cookie.Expires);
        site.Clock.Advance(TimeSpan.FromMinutes(19));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }
}
