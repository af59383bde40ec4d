using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The attributes and the age of the cookie.</summary>
public sealed class CookieTests : CookieTest
{
    [Fact]
    public async Task The_cookie_is_strict_by_default()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        var cookie = Assert.Single((await browser.GetAsync("/set")).SetCookies());

        Assert.Equal("__Host-session", cookie.Name.Value);
        Assert.True(cookie.HttpOnly);
        Assert.True(cookie.Secure);
        Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path.Value);
        Assert.Equal(TimeSpan.FromDays(14), cookie.MaxAge);
        Assert.False(cookie.Domain.HasValue);
    }

    [Fact]
    public async Task The_age_of_the_cookie_is_not_reduced_by_the_duration_of_the_commit()
    {
        await using var site = await StartAsync();
        site.Engine.After = _ =>
        {
            site.Clock.Advance(TimeSpan.FromMilliseconds(300));
            return Task.CompletedTask;
        };
        using var browser = site.Open();

        var cookie = Assert.Single((await browser.GetAsync("/set")).SetCookies());

        Assert.Equal(TimeSpan.FromDays(14), cookie.MaxAge);
    }

    [Fact]
    public async Task In_development_the_cookie_works_without_https()
    {
        await using var site = await StartAsync(environment: "Development");
        using var browser = site.Open();

        var cookie = Assert.Single((await browser.GetAsync("/set")).SetCookies());

        Assert.Equal($"session-{site.Services.GetRequiredService<IHostEnvironment>().ApplicationName}", cookie.Name.Value);
        Assert.True(cookie.HttpOnly);
        Assert.False(cookie.Secure);
    }

    [Theory]
    [InlineData("shop.example", null, 1)]
    [InlineData("shop.example", "https", 0)]
    [InlineData("localhost", null, 0)]
    [InlineData("127.0.0.1", null, 0)]
    public async Task A_Secure_cookie_over_plain_HTTP_is_logged_as_a_warning_once(string host, string? forwardedProto, int warnings)
    {
        await using var site = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            using var browser = site.Open();
            using var request = new HttpRequestMessage(HttpMethod.Get, "/set") { Headers = { Host = host } };
            request.Headers.Add("X-Forwarded-Proto", forwardedProto is null ? [] : [forwardedProto]);
            using var response = await browser.SendAsync(request);
            Assert.Single(response.SetCookies());
        }

        Assert.Equal(warnings, site.Log.GetCount("SecureCookieOverPlainHttp"));
    }

    [Fact]
    public async Task The_cookies_settings_can_be_replaced_as_a_whole()
    {
        await using var site = await StartAsync(
            options => options.Cookie = new CookieBuilder { Name = "__Secure-cart", SecurePolicy = CookieSecurePolicy.Always });
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set");

        Assert.Equal("__Secure-cart", Assert.Single(response.SetCookies()).Name.Value);
        Assert.Throws<ArgumentNullException>(() => new TypedSessionsOptions { Cookie = null! });
    }

    [Fact]
    public async Task A_deletion_repeats_the_attributes()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        var sent = Assert.Single((await browser.GetAsync("/set")).SetCookies());

        var deleted = Assert.Single((await browser.GetAsync("/logout")).SetCookies());

        Assert.Equal(DateTimeOffset.UnixEpoch, deleted.Expires);
        Assert.Equal("", deleted.Value.Value);
        Assert.Equal(
            (sent.Name, sent.Path, sent.Domain, sent.Secure, sent.HttpOnly, sent.SameSite),
            (deleted.Name, deleted.Path, deleted.Domain, deleted.Secure, deleted.HttpOnly, deleted.SameSite));
    }
}
