using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>A session in several cookies.</summary>
public sealed class CookiePartsTests
{
    private const string Second = CookieSite.Name + "-2";
    private const string Third = CookieSite.Name + "-3";

    [Fact]
    public async Task A_large_session_takes_several_cookies_that_browsers_keep_all_with_its_attributes()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();

        using var response = await browser.GetAsync("/fill?size=8000");

        Assert.Equal([CookieSite.Name, Second, Third], response.SetCookies().Select(cookie => cookie.Name.Value));
        Assert.All(response.Headers.GetValues(HeaderNames.SetCookie), header => Assert.InRange(header.Length, 1, 4096));
        Assert.All(response.SetCookies(), cookie =>
        {
            Assert.True(cookie.HttpOnly && cookie.Secure);
            Assert.Equal("/", cookie.Path.Value);
            Assert.Equal(TimeSpan.FromDays(14), cookie.MaxAge);
            Assert.Equal(Microsoft.Net.Http.Headers.SameSiteMode.Lax, cookie.SameSite);
        });
        Assert.Equal("8000", await browser.ReadAsync("/size"));
    }

    [Theory]
    [InlineData("/fill?size=10", 1)]
    [InlineData("/fill?size=5000", 2)]
    [InlineData("/logout", 0)]
    public async Task When_the_session_shrinks_unneeded_cookies_are_deleted(string path, int left)
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/fill?size=8000");
        Assert.Equal(3, browser.Cookies.Count);

        using var response = await browser.GetAsync(path);

        Assert.Equal(left, browser.Cookies.Count);
        Assert.All(response.SetCookies(), cookie => Assert.True(cookie.HttpOnly && cookie.Secure && cookie.Path == "/"));
    }

    [Theory]
    [InlineData(CookieSite.Name)]
    [InlineData(Second)]
    [InlineData(Third)]
    public async Task A_session_with_a_missing_part_is_refused_and_all_its_cookies_are_deleted(string missing)
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/fill?size=8000");
        browser.Cookies.Remove(missing);

        Assert.Equal("0", await browser.ReadAsync("/size"));

        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task Parts_that_changed_places_are_refused()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/fill?size=8000");
        (browser.Cookies[Second], browser.Cookies[Third]) = (browser.Cookies[Third], browser.Cookies[Second]);

        Assert.Equal("0", await browser.ReadAsync("/size"));

        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_part_of_another_session_is_refused_even_with_the_mark_of_this_one()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        using var other = site.Open();
        await browser.ReadAsync("/fill?size=8000");
        await other.ReadAsync("/fill?size=8000");
        using var marked = browser.Copy();
        browser.Cookies[Second] = other.Cookies[Second];
        marked.Cookies[Second] = marked.Cookies[Second][..6] + other.Cookies[Second][6..];

        Assert.Equal("0", await browser.ReadAsync("/size"));
        Assert.Equal("0", await marked.ReadAsync("/size"));
        Assert.Empty(marked.Cookies);
    }

    [Fact]
    public async Task The_order_of_the_cookies_does_not_matter_nor_do_others_of_the_same_names()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        using var other = site.Open();
        await browser.ReadAsync("/fill?size=8000");
        await other.ReadAsync("/fill?size=5000");

        var request = new HttpRequestMessage(HttpMethod.Get, "/size");
        request.Headers.Add(HeaderNames.Cookie, string.Join("; ", new[]
        {
            $"{Second}={other.Cookies[Second]}",
            $"{Third}={browser.Cookies[Third]}",
            $"{Second}={browser.Cookies[Second]}",
            $"{Second}={browser.Cookies[Second]}",
            $"{CookieSite.Name}={browser.Cookies[CookieSite.Name]}",
        }));
        using var response = await browser.SendAsync(request);

        Assert.Equal("8000", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Leftover_parts_of_a_longer_session_are_ignored_and_deleted_with_the_next_change()
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        using var longer = site.Open();
        await browser.ReadAsync("/fill?size=10");
        await longer.ReadAsync("/fill?size=8000");
        browser.Cookies[Second] = longer.Cookies[Second];

        Assert.Equal("10", await browser.ReadAsync("/size"));
        await browser.ReadAsync("/fill?size=20");

        Assert.Equal([CookieSite.Name], browser.Cookies.Keys);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("2abcdef")]
    [InlineData("8abcdefgh")]
    [InlineData("9")]
    [InlineData("x")]
    [InlineData("1.2.3")]
    public async Task Invalid_first_parts_are_refused(string value)
    {
        await using var site = await CookieSite.StartAsync();
        using var browser = site.Open();
        browser.Cookies[CookieSite.Name] = value;
        browser.Cookies[Second] = "abcdef";

        Assert.Equal("0", await browser.ReadAsync("/size"));

        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_value_beyond_the_limit_throws_when_it_is_set_and_names_key_size_and_limit()
    {
        Exception? thrown = null;
        await using var site = await CookieSite.StartAsync(
            more: app => app.MapGet(
                "/photo", (ISession session) => { thrown = Record.Exception(() => session.Set("photo", new byte[11_000])); }));
        using var browser = site.Open();

        await browser.ReadAsync("/photo");

        var message = Assert.IsType<InvalidOperationException>(thrown).Message;
        Assert.Contains("'photo' (11000 bytes)", message, StringComparison.Ordinal);
        Assert.Contains("its limit is 10888", message, StringComparison.Ordinal);
        Assert.Contains("CookieEngineOptions.MaxCookies", message, StringComparison.Ordinal);
        Assert.Empty(browser.Cookies);
    }

    [Fact]
    public async Task A_session_that_has_become_too_large_for_fewer_cookies_is_read_and_may_shrink_but_not_stay_so()
    {
        var ring = new KeyRing();
        await using var roomy = await CookieSite.StartAsync(ring: ring);
        await using var narrow = await CookieSite.StartAsync(engine: it => it.MaxCookies = 1, ring: ring);
        using var browser = roomy.Open();
        await browser.ReadAsync("/fill?size=8000");
        using var moved = narrow.Open();
        foreach (var (name, value) in browser.Cookies)
        {
            moved.Cookies[name] = value;
        }

        Assert.Equal("8000", await moved.ReadAsync("/size"));
        using (var response = await moved.GetAsync("/login"))
        {
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Empty(response.SetCookies());
        }

        Assert.Contains(narrow.Log.Entries, entry => entry.Text.Contains("limit is 3800, which is 1 cookies", StringComparison.Ordinal));
        await moved.ReadAsync("/remove?key=noise");
        Assert.Equal([CookieSite.Name], moved.Cookies.Keys);
    }

    [Fact]
    public async Task A_cookie_whose_attributes_leave_no_room_stops_the_application_at_start()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => CookieSite.StartAsync(options =>
        {
            options.Cookie.Name = "__Secure-session";
            options.Cookie.Path = "/" + new string('p', 300);
        }));

        Assert.Contains("Cookie.Path", exception.Message, StringComparison.Ordinal);
    }
}
