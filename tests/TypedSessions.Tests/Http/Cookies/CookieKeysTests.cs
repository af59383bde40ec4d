using System.Net;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>Shared, lost and unavailable keys of sessions in cookies.</summary>
public sealed class CookieKeysTests
{
    [Fact]
    public async Task Nodes_and_restarts_share_sessions_with_the_keys_and_without_them_the_cookie_is_refused()
    {
        var ring = new KeyRing();
        await using var site = await CookieSite.StartAsync(ring: ring);
        await using var sibling = await CookieSite.StartAsync(ring: ring);
        await using var stranger = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        Assert.Equal("Ada", await CopyTo(sibling, browser).ReadAsync("/get?key=name"));

        using var lost = CopyTo(stranger, browser);
        Assert.Equal("none", await lost.ReadAsync("/get?key=name"));
        Assert.Empty(lost.Cookies);
    }

    [Fact]
    public async Task Keys_that_cannot_be_read_fail_the_request_and_never_delete_a_session()
    {
        await using var site = await CookieSite.StartAsync();
        await using var broken = await CookieSite.StartAsync(ring: new KeyRing { IsBroken = true });
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        using var same = CopyTo(broken, browser);

        using var response = await same.GetAsync("/get?key=name");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(browser.Token, same.Token);
    }

    [Fact]
    public async Task Keys_in_memory_are_logged_as_a_warning_at_start()
    {
        await using var site = await TestSite.StartAsync(
            _ => { },
            services: (services, sessions) =>
            {
                services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
                services.Configure<KeyManagementOptions>(it => it.XmlRepository = new KeyRing());
                sessions.UseCookie();
            });

        Assert.Equal(1, site.Log.GetCount("EphemeralKeys"));
    }

    private static Browser CopyTo(TestSite site, Browser browser)
    {
        var copy = site.Open();
        copy.Cookies[CookieSite.Name] = browser.Token!;
        return copy;
    }
}
