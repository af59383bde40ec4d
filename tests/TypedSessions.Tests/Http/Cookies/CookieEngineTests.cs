using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>
/// The promises of every session that sessions in cookies keep. <see cref="CookieEngineLimitTests"/> covers the others.
/// </summary>
public sealed class CookieEngineTests
{
    [Fact]
    public async Task A_value_is_read_from_the_cookie()
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
    public async Task An_unused_or_only_read_session_sends_nothing()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set?key=name&value=Ada");

        Assert.Empty((await browser.GetAsync("/untouched")).SetCookies());
        Assert.Empty((await browser.GetAsync("/get?key=name")).SetCookies());
        Assert.Empty((await browser.GetAsync("/set?key=name&value=Ada")).SetCookies());
    }

    [Fact]
    public async Task A_visitor_without_values_gets_no_cookie()
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
    public async Task The_id_lasts_as_long_as_the_session_and_is_not_accepted_as_a_token()
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

        await browser.ReadAsync("/begin-again");

        Assert.NotEqual(id, await browser.ReadAsync("/id"));
        Assert.Equal("none", await browser.ReadAsync("/get?key=role"));
        Assert.Equal("Bob", await browser.ReadAsync("/get?key=name"));
        await browser.ReadAsync("/logout");
        Assert.Empty(browser.Cookies);
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
        Assert.Equal(1, site.Log.GetCount("UnsealableCookies"));
        Assert.DoesNotContain(
            site.Log.Entries, entry => entry.Category == "TypedSessions" && entry.Text.Contains(altered[30..50], StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_first_cookie_that_can_be_opened_is_used()
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
}
