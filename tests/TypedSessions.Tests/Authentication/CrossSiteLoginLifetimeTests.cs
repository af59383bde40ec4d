using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>The lifetime and the end of a login by a cross-site form.</summary>
public sealed class CrossSiteLoginLifetimeTests : CrossSiteSignInTest
{
    [Fact]
    public async Task After_the_logout_the_login_of_the_form_is_not_accepted()
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada");
        using var thief = browser.Copy();
        thief.Cookies.Remove(SessionCookie);
        await browser.ReadAsync("/me");

        await browser.ReadAsync("/logout");

        Assert.Equal("nobody", await thief.ReadAsync("/me"));
    }

    [Theory]
    [InlineData("remove")]
    [InlineData("abandon")]
    [InlineData("/login/bob")]
    [InlineData("/relogin/bob")]
    public async Task The_end_of_a_session_also_ends_the_login_of_the_form(string end)
    {
        await using var site = await StartAsync(keepsTickets: true);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada");
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        using var left = browser.Copy();

        switch (end)
        {
            case "remove":
                Assert.True(SessionToken.TryParse(browser.Token.AsMemory(), out var token));
                Assert.True(await site.Services.GetRequiredService<ISessionManager>().RemoveAsync(token.Key));
                break;
            case "abandon":
                await browser.ReadAsync("/abandon");
                break;
            default:
                await browser.ReadAsync(end);
                break;
        }

        Assert.Equal("nobody", await left.ReadAsync("/me"));
        left.Cookies.Remove(SessionCookie);
        Assert.Equal("nobody", await left.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("/callback/ada")]
    public async Task The_login_restarts_the_absolute_lifetime(string? earlier)
    {
        await using var site = await StartAsync(
            keepsTickets: true, options => options.AbsoluteLifetime = options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        if (earlier is not null)
        {
            await PostCrossSiteAsync(browser, earlier);
        }

        await browser.ReadAsync("/set/book");
        site.Clock.Advance(TimeSpan.FromHours(9));

        await PostCrossSiteAsync(browser, "/callback/ada");
        Assert.Equal("ada", await browser.ReadAsync("/me"));

        site.Clock.Advance(TimeSpan.FromHours(9));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_login_to_remember_sets_the_expiry_of_the_session(bool hasEnd)
    {
        await using var site = await StartAsync(keepsTickets: true, login: login => login.ExpireTimeSpan = TimeSpan.FromDays(30));
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");

        await PostCrossSiteAsync(browser, "/remember/ada" + (hasEnd ? "?days=3" : ""));
        using var response = await browser.GetAsync("/me");

        var days = hasEnd ? 3 : 30;
        Assert.Equal(TimeSpan.FromDays(days), response.SetCookies().Single(cookie => cookie.Name == SessionCookie).MaxAge);
        site.Clock.Advance(TimeSpan.FromDays(days) - TimeSpan.FromSeconds(1));
        Assert.Equal("ada", await browser.ReadAsync("/me/read-only"));
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }
}
