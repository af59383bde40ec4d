using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cookie;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>Sessions in cookies: the promises of every session that hold here too, and, said plainly, those that do not.</summary>
public sealed class CookieEngineTests
{
    [Fact]
    public async Task A_value_comes_back_out_of_the_cookie()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();

        var cookie = Assert.Single((await browser.GetAsync("/set?key=name&value=Ada")).SetCookies());

        Assert.Equal(CookieSite.Name, cookie.Name.Value);
        Assert.True(cookie.HttpOnly && cookie.Secure);
        Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, cookie.SameSite);
        Assert.Equal("/", cookie.Path.Value);
        Assert.Equal(TimeSpan.FromDays(14), cookie.MaxAge);
        Assert.Equal("Ada", await browser.ReadAsync("/get?key=name"));
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task What_is_not_touched_or_only_read_sends_nothing()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        Assert.Empty((await browser.GetAsync("/untouched")).SetCookies());
        Assert.Empty((await browser.GetAsync("/get?key=name")).SetCookies());
        Assert.Empty((await browser.GetAsync("/set?key=name&value=Ada")).SetCookies());
    }

    [Fact]
    public async Task A_visitor_to_whom_nothing_was_set_gets_no_cookie()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync("/get?key=name");

        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_change_in_place_is_saved()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync("/add?line=tea");
        await browser.ReadAsync("/add?line=milk");

        Assert.Equal("tea milk", await browser.ReadAsync("/lines"));
    }

    [Fact]
    public async Task A_page_that_used_the_session_is_kept_out_of_caches()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();

        using var response = await browser.GetAsync("/set?key=name&value=Ada");

        Assert.Equal("private", response.Headers.GetValues(HeaderNames.CacheControl).Single());
        Assert.Contains(HeaderNames.Cookie, response.Headers.Vary);
    }

    [Fact]
    public async Task An_error_saves_nothing()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        using var response = await browser.GetAsync("/fail");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(response.SetCookies());
        Assert.Equal("Ada", await browser.ReadAsync("/get?key=name"));
    }

    [Fact]
    public async Task The_id_is_a_handle_that_lasts_as_long_as_the_session_and_opens_nothing()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        var id = await browser.ReadAsync("/id");
        await browser.ReadAsync("/set?key=name&value=Bob");
        Assert.Equal(id, await browser.ReadAsync("/id"));

        await browser.ReadAsync("/login");

        Assert.NotEqual(id, await browser.ReadAsync("/id"));
        Assert.Equal("Bob", await browser.ReadAsync("/get?key=name"));
        using var thief = site.Open();
        thief.Cookies[CookieSite.Name] = id;
        Assert.Equal("none", await thief.ReadAsync("/get?key=name"));
    }

    [Fact]
    public async Task A_session_that_was_not_used_ends_and_its_cookie_is_deleted()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        site.Clock.Advance(TimeSpan.FromDays(14));

        Assert.Equal("none", await browser.ReadAsync("/get?key=name"));

        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task Activity_renews_the_session_and_with_it_the_cookie()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        var first = browser.Copy();

        site.Clock.Advance(TimeSpan.FromDays(10));
        var renewed = Assert.Single((await browser.GetAsync("/get?key=name")).SetCookies());
        Assert.Equal(TimeSpan.FromDays(14), renewed.MaxAge);

        site.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal("Ada", await browser.ReadAsync("/get?key=name"));
        Assert.Equal("none", await first.ReadAsync("/get?key=name"));
    }

    [Fact]
    public async Task No_activity_renews_a_session_beyond_its_absolute_lifetime()
    {
        await using var site = await CookieSite.StartAsync(options => options.AbsoluteLifetime = TimeSpan.FromDays(20));
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        site.Clock.Advance(TimeSpan.FromDays(10));
        var renewed = Assert.Single((await browser.GetAsync("/get?key=name")).SetCookies());
        Assert.Equal(TimeSpan.FromDays(10), renewed.MaxAge);

        site.Clock.Advance(TimeSpan.FromDays(10));
        Assert.Equal("none", await browser.ReadAsync("/get?key=name"));
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_logout_deletes_the_cookie_and_what_is_set_after_it_begins_another_session()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=role&value=admin");
        var id = await browser.ReadAsync("/id");

        await browser.ReadAsync("/begin-anew");

        Assert.NotEqual(id, await browser.ReadAsync("/id"));
        Assert.Equal("none", await browser.ReadAsync("/get?key=role"));
        Assert.Equal("Bob", await browser.ReadAsync("/get?key=name"));
        await browser.ReadAsync("/logout");
        Assert.Empty(browser.Cookies);
    }

    // Not a promise, but the price: this is what SessionGuarantees.Revocation is not declared for.
    [Fact]
    public async Task A_copy_of_the_cookie_works_after_the_logout_until_the_session_in_it_expires()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        using var thief = browser.Copy();

        await browser.ReadAsync("/logout");

        Assert.Empty(browser.Cookies);
        Assert.Equal("Ada", await thief.ReadAsync("/get?key=name"));
        site.Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal("none", await thief.ReadAsync("/get?key=name"));
    }

    // Nor is this one, which SessionGuarantees.ConditionalUpdate is not declared for.
    [Fact]
    public async Task Of_two_parallel_changes_the_later_response_wins_as_a_whole()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        using var other = browser.Copy();

        await browser.ReadAsync("/set?key=first&value=1");
        await other.ReadAsync("/set?key=second&value=2");

        Assert.Equal("none", await other.ReadAsync("/get?key=first"));
        Assert.Equal("2", await other.ReadAsync("/get?key=second"));
    }

    [Fact]
    public async Task A_change_after_the_response_has_started_throws_and_a_read_does_not()
    {
        Exception? thrown = null;
        string? read = null;
        await using var site = await CookieSite.StartAsync(more: app => app.MapGet("/late", async (HttpContext context) =>
        {
            await context.Response.WriteAsync("started");
            read = context.Session.GetString("name");
            thrown = Record.Exception(() => context.Session.SetString("name", "Bob"));
        }));
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        site.Clock.Advance(TimeSpan.FromDays(10));

        Assert.Equal("started", await browser.ReadAsync("/late"));

        Assert.Equal("Ada", read);
        Assert.Contains("after the response has started", Assert.IsType<InvalidOperationException>(thrown).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_altered_cookie_is_refused_deleted_and_logged_without_its_text()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");
        var altered = browser.Token![..20] + (browser.Token[20] == 'A' ? 'B' : 'A') + browser.Token[21..];
        browser.Cookies[CookieSite.Name] = altered;

        using var response = await browser.GetAsync("/get?key=name");

        Assert.Equal("none", await response.Content.ReadAsStringAsync());
        var deletion = Assert.Single(response.SetCookies());
        Assert.True(deletion.HttpOnly && deletion.Secure);
        Assert.Equal("/", deletion.Path.Value);
        Assert.Empty(browser.Cookies);
        Assert.Equal(1, site.Log.CountOf("RefusedRecords"));
        Assert.DoesNotContain(site.Log.Entries, entry => entry.Category == "TypedSessions" && entry.Text.Contains(altered[30..50], StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_cookies_the_first_that_opens_counts()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        var request = new HttpRequestMessage(HttpMethod.Get, "/get?key=name");
        request.Headers.Add(HeaderNames.Cookie, $"{CookieSite.Name}=1rubbish; {CookieSite.Name}={browser.Token}");
        using var response = await browser.SendAsync(request);

        Assert.Equal("Ada", await response.Content.ReadAsStringAsync());
        Assert.Empty(response.SetCookies());
    }

    [Fact]
    public async Task A_token_of_another_engine_is_refused()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        browser.Cookies[CookieSite.Name] = new string('A', 43);

        Assert.Equal("none", await browser.ReadAsync("/get?key=name"));

        Assert.Empty(browser.Cookies);
    }

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

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Equal(browser.Token, same.Token);
    }

    [Fact]
    public async Task Keys_in_memory_are_warned_of_at_start()
    {
        await using var site = await TestSite.StartAsync(
            _ => { },
            services: (services, sessions) =>
            {
                services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
                services.Configure<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>(it => it.XmlRepository = new KeyRing());
                sessions.UseCookie();
            });

        Assert.Equal(1, site.Log.CountOf("EphemeralKeys"));
    }

    [Fact]
    public async Task Outside_a_request_a_session_opens_with_its_cookie_and_not_by_its_key()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var site = await CookieSite.StartAsync();
        var manager = site.Services.GetRequiredService<ISessionManager>();
        string token;
        await using (var created = manager.Create())
        {
            created.Session.SetString("name", "Ada");
            Assert.True(await created.SaveAsync(cancel));
            token = created.Token!;
            Assert.True(SessionKey.TryParse(created.Session.Id, out var key));
            await Assert.ThrowsAsync<NotSupportedException>(async () => await manager.OpenAsync(key, cancellationToken: cancel));
            await Assert.ThrowsAsync<NotSupportedException>(async () => await manager.RemoveAsync(key, cancel));
            await Assert.ThrowsAsync<NotSupportedException>(async () => await manager.CountAsync(cancel));
        }

        await using var opened = await manager.OpenAsync(token, cancellationToken: cancel);
        Assert.Equal("Ada", opened!.Session.GetString("name"));
        opened.Session.SetString("name", "Bob");
        Assert.True(await opened.SaveAsync(cancel));
        Assert.NotEqual(token, opened.Token);
        Assert.Null(await manager.OpenAsync(token[1..], cancellationToken: cancel));

        await using var again = await manager.OpenAsync(opened.Token!, cancellationToken: cancel);
        Assert.Equal("Bob", again!.Session.GetString("name"));
    }

    private static Browser CopyTo(TestSite site, Browser browser)
    {
        var copy = site.Open();
        copy.Cookies[CookieSite.Name] = browser.Token!;
        return copy;
    }
}
