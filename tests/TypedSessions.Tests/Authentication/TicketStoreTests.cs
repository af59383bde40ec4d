using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A login whose ticket is in the session lives exactly as long as the session.</summary>
public sealed class TicketStoreTests
{
    public static TheoryData<string> Styles
        => [LoginSite.Cookie, LoginSite.Events, LoginSite.Identity, LoginSite.External, LoginSite.OpenId];

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_login_works_and_its_cookie_carries_no_claims(string style)
    {
        await using var plain = await LoginSite.StartAsync(style);
        await using var site = await StartAsync(style);
        using var before = plain.Open();
        await before.LoginAsync("ada");
        using var browser = site.Open();

        await browser.LoginAsync("ada");

        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.True(LengthOfLogin(browser) < LengthOfLogin(before), $"{LengthOfLogin(browser)} of {LengthOfLogin(before)} characters");
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task The_end_of_a_session_also_ends_the_login(string style)
    {
        await using var site = await StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");

        Assert.True(
            await site.Services.GetRequiredService<ISessionManager>().RemoveAsync(GetKey(browser), TestContext.Current.CancellationToken));

        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task A_logout_ends_a_stolen_login_too(string style)
    {
        await using var site = await StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        using var thief = browser.Copy();

        await browser.ReadAsync("/logout");

        Assert.Equal("nobody", await browser.ReadAsync("/me"));
        Assert.Equal("nobody", await thief.ReadAsync("/me"));
    }

    [Fact]
    public async Task A_login_cookie_is_not_accepted_with_the_session_of_another_user()
    {
        await using var site = await StartAsync(LoginSite.Cookie);
        using var ada = site.Open();
        await ada.LoginAsync("ada");
        using var bob = site.Open();
        await bob.LoginAsync("bob");

        ada.Cookies["__Host-session"] = bob.Token!;

        Assert.Equal("nobody", await ada.ReadAsync("/me"));
    }

    [Theory]
    [MemberData(nameof(Styles))]
    public async Task Another_login_in_the_same_browser_replaces_the_first(string style)
    {
        await using var site = await StartAsync(style);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        using var left = browser.Copy();

        await browser.LoginAsync("bob");

        Assert.Equal("bob", await browser.ReadAsync("/me"));
        Assert.Equal("nobody", await left.ReadAsync("/me"));
    }

    [Fact]
    public async Task The_ticket_is_not_among_the_keys_of_the_session()
    {
        await using var site = await StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        var opened = await site.Services.GetRequiredService<ISessionManager>().OpenAsync(
            GetKey(browser), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(["cart"], opened!.Session.Keys);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(15)]
    public async Task A_login_lasts_as_long_as_the_session_for_every_scheme_setting(int days)
    {
        await using var site = await StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/forever");
        site.Clock.Advance(TimeSpan.FromDays(days));
        site.Engine.TakeCalls();

        Assert.Equal("ada", await browser.ReadAsync("/me/read-only"));
        Assert.Equal("ada", await browser.ReadAsync("/me"));
        Assert.Equal(["load", "load", "touch"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_login_ends_with_the_session()
    {
        await using var site = await StartAsync(LoginSite.Cookie);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Clock.Advance(TimeSpan.FromDays(14));

        Assert.Equal("nobody", await browser.ReadAsync("/me"));
    }

    private static SessionKey GetKey(Browser browser)
        => SessionToken.TryParse(browser.Token.AsMemory(), out var token) ? token.Key : default;

    private static Task<TestSite> StartAsync(string style) => LoginSite.StartAsync(
        style, sessions: sessions => sessions.KeepTicketsInSession(LoginSite.GetScheme(style)));

    private static int LengthOfLogin(Browser browser)
        => browser.Cookies.Where(static cookie => cookie.Key.StartsWith(".AspNetCore", StringComparison.Ordinal)).Sum(
            static cookie => cookie.Value.Length);
}
