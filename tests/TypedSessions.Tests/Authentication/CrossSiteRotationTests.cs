using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>The new session id after a sign-in by a cross-site form.</summary>
public sealed class CrossSiteRotationTests : CrossSiteSignInTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_user_who_signs_in_again_gets_a_new_id_once(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostCrossSiteAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        using var thief = site.Open();
        thief.Cookies[SessionCookie] = browser.Token!;

        await PostCrossSiteAsync(browser, "/callback/ada");

        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.NotEqual(thief.Token, browser.Token);
        Assert.Equal("none", await thief.ReadAsync("/get"));
        var token = browser.Token;
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal(token, browser.Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_session_that_begins_after_the_login_keeps_its_id(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostCrossSiteAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        var token = browser.Token;

        Assert.Equal("book", await browser.ReadAsync("/get"));

        Assert.NotNull(token);
        Assert.Equal(token, browser.Token);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_of_several_first_requests_after_a_repeated_sign_in_rotates_the_session(bool keepsTickets)
    {
        await using var site = await StartAsync(keepsTickets);
        using var browser = site.Open();
        await PostCrossSiteAsync(browser, "/callback/ada");
        await browser.ReadAsync("/set/book");
        await PostCrossSiteAsync(browser, "/callback/ada");
        using var second = browser.Copy();
        using var late = browser.Copy();
        var haveLoaded = new AsyncBarrier(2);
        site.Engine.Before = call => call == "rotate" ? haveLoaded.SignalAndWaitAsync() : Task.CompletedTask;

        var carts = await Task.WhenAll(browser.ReadAsync("/get"), second.ReadAsync("/get"));
        site.Engine.Before = null;

        Assert.Equal(["book", "book"], carts);
        Assert.Equal("book", await late.ReadAsync("/get"));
        Assert.Equal(2, new[] { browser.Token, second.Token, late.Token }.Distinct().Count());
    }
}
