using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.CookiePolicy;

namespace TypedSessions.Tests.Http;

/// <summary>The cookie and the consent that a cookie policy requires.</summary>
public sealed class CookieConsentTests : CookieTest
{
    [Fact]
    public async Task Without_the_required_consent_nothing_is_stored()
    {
        await using var site = await StartAsync(
            options => options.Cookie.IsEssential = false,
            app => app.UseCookiePolicy(new CookiePolicyOptions { CheckConsentNeeded = _ => true, HttpOnly = HttpOnlyPolicy.Always }));
        using var browser = site.Open();

        await browser.ReadAsync("/set");

        Assert.Null(browser.Token);
        Assert.Empty(site.Engine.TakeCalls());
        Assert.Equal(1, site.Log.GetCount("NoConsent"));
    }

    [Fact]
    public async Task An_essential_cookie_that_ignores_consent_is_logged_as_a_warning_once()
    {
        await using var site = await StartAsync(
            outer: app => app.UseCookiePolicy(new CookiePolicyOptions { CheckConsentNeeded = _ => true }));
        for (var i = 0; i < 2; i++)
        {
            using var browser = site.Open();
            await browser.ReadAsync("/set");
            Assert.Equal("Ada", await browser.ReadAsync("/get"));
        }

        Assert.Equal((1, 0), (site.Log.GetCount("ConsentIgnored"), site.Log.GetCount("NoConsent")));
    }
}
