using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Engines.Memory;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>The expiry and renewal of sessions, and the lifetime of their cookies.</summary>
public sealed class ExpiryTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_ends_after_14_days_without_activity()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        site.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromMilliseconds(1));
        using var stillThere = browser.Copy();
        Assert.Equal("Ada", await stillThere.ReadAsync("/is-there"));

        site.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_read_renews_only_after_a_tenth_of_the_window()
    {
        await using var site = await StartAsync(options => options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Engine.TakeCalls();

        site.Clock.Advance(TimeSpan.FromMinutes(59));
        using (var response = await browser.GetAsync("/get"))
        {
            Assert.Empty(response.SetCookies());
        }

        Assert.Equal(["load"], site.Engine.TakeCalls());

        site.Clock.Advance(TimeSpan.FromMinutes(1));
        using (var response = await browser.GetAsync("/get"))
        {
            Assert.Equal(TimeSpan.FromHours(10), Assert.Single(response.SetCookies()).MaxAge);
        }

        Assert.Equal(["load", "touch"], site.Engine.TakeCalls());

        site.Clock.Advance(TimeSpan.FromHours(9.5));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_read_of_a_record_that_expires_at_the_end_of_the_calendar_succeeds()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var engine = (MemorySessionEngine)site.Engine.Inner;
        var (key, record) = await engine.ListAsync(Cancel).SingleAsync(Cancel);
        await engine.RemoveAsync(key, Cancel);
        await engine.CreateAsync(key, record with { ExpiresAt = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero) }, Cancel);

        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_request_that_does_not_touch_the_session_is_no_activity()
    {
        await using var site = await StartAsync(options => options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        site.Clock.Advance(TimeSpan.FromHours(9));
        await browser.ReadAsync("/untouched");
        site.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_write_renews_when_a_read_would_and_not_before()
    {
        await using var site = await StartAsync(options => options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        site.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Empty((await browser.GetAsync("/change")).SetCookies());
        site.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromHours(10), Assert.Single((await browser.GetAsync("/set")).SetCookies()).MaxAge);

        site.Clock.Advance(TimeSpan.FromHours(9.9));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task The_cookie_does_not_expire_while_a_visitor_writes_every_second()
    {
        await using var site = await StartAsync(options => options.IdleTimeout = TimeSpan.FromSeconds(5));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        var end = site.Clock.GetUtcNow() + TimeSpan.FromSeconds(5);
        for (var i = 0; i < 30; i++)
        {
            site.Clock.Advance(TimeSpan.FromSeconds(0.4));
            Assert.True(site.Clock.GetUtcNow() + TimeSpan.FromSeconds(4) < end);
            using var response = await browser.GetAsync(i % 2 == 0 ? "/change" : "/set");
            if (response.SetCookies() is [var cookie])
            {
                end = site.Clock.GetUtcNow() + cookie.MaxAge!.Value;
            }
        }
    }

    [Fact]
    public async Task TimeLeft_returns_the_remaining_time_without_renewing_the_session()
    {
        await using var site = await StartAsync(options => options.IdleTimeout = TimeSpan.FromHours(10));
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        site.Clock.Advance(TimeSpan.FromHours(6));
        site.Engine.TakeCalls();

        using var response = await browser.GetAsync("/peek");

        Assert.Equal("04:00:00", await response.Content.ReadAsStringAsync());
        Assert.Equal(["load"], site.Engine.TakeCalls());
        Assert.Contains("Cookie", response.Headers.Vary);
        Assert.Empty(response.SetCookies());
    }

    [Fact]
    public async Task Peek_without_a_session_returns_null()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        Assert.Equal("none", await browser.ReadAsync("/peek"));
    }

    [Fact]
    public async Task A_session_can_have_its_own_idle_timeout()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        var cookie = Assert.Single((await browser.GetAsync("/expire/idle")).SetCookies());
        Assert.Equal(TimeSpan.FromMinutes(5), cookie.MaxAge);

        site.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("Ada", await browser.ReadAsync("/get"));
        site.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_session_with_a_fixed_expiration_is_not_renewed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/expire/at");
        site.Engine.TakeCalls();

        site.Clock.Advance(TimeSpan.FromMinutes(50));
        using (var response = await browser.GetAsync("/get"))
        {
            Assert.Equal("Ada", await response.Content.ReadAsStringAsync());
            Assert.Empty(response.SetCookies());
        }

        Assert.Equal(["load"], site.Engine.TakeCalls());
        site.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_session_that_ends_with_the_browser_has_a_cookie_without_an_age()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");

        var cookie = Assert.Single((await browser.GetAsync("/expire/browser")).SetCookies());

        Assert.Null(cookie.MaxAge);
        Assert.Null(cookie.Expires);
        Assert.Equal(SessionExpiry.WithBrowser.ToString(), await browser.ReadAsync("/expiry"));
    }

    [Fact]
    public async Task An_expiration_in_the_past_ends_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        using var thief = browser.Copy();

        await browser.ReadAsync("/expire/past");

        Assert.Null(browser.Token);
        Assert.Equal("none", await thief.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_expiry_alone_stores_nothing_for_a_visitor_without_values()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();

        await browser.ReadAsync("/expire/idle");

        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task The_absolute_lifetime_ends_an_active_session()
    {
        await using var site = await StartAsync(options =>
        {
            options.IdleTimeout = TimeSpan.FromHours(1);
            options.AbsoluteLifetime = TimeSpan.FromHours(2);
        });
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        for (var i = 0; i < 11; i++)
        {
            site.Clock.Advance(TimeSpan.FromMinutes(10));
            Assert.Equal("Ada", await browser.ReadAsync("/login-get"));
        }

        site.Clock.Advance(TimeSpan.FromMinutes(10));

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_rotation_keeps_the_expiry()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set");
        await browser.ReadAsync("/expire/idle");

        var cookie = Assert.Single((await browser.GetAsync("/login-get")).SetCookies());

        Assert.Equal(TimeSpan.FromMinutes(5), cookie.MaxAge);
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            var clock = app.Services.GetService(typeof(TimeProvider)) as TimeProvider;
            app.MapGet("/untouched", () => "nothing");
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/change", (HttpContext context) => context.Session.SetString("name", "Bob"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/is-there", (HttpContext context) => context.Session.TimeLeft is null ? "none" : "Ada");
            app.MapGet("/peek", (HttpContext context) => context.Session.TimeLeft?.ToString("c", CultureInfo.InvariantCulture) ?? "none");
            app.MapGet("/expiry", (HttpContext context) => context.Session.Expiry.ToString());
            app.MapGet("/login-get", (HttpContext context) =>
            {
                context.Session.RegenerateId();
                return context.Session.GetString("name") ?? "none";
            });
            app.MapGet("/expire/{how}", (string how, HttpContext context) =>
            {
                context.Session.Expiry = how switch
                {
                    "idle" => SessionExpiry.Idle(TimeSpan.FromMinutes(5)),
                    "at" => SessionExpiry.At(clock!.GetUtcNow().AddHours(1)),
                    "past" => SessionExpiry.At(clock!.GetUtcNow().AddSeconds(-1)),
                    _ => SessionExpiry.WithBrowser,
                };
            });
        },
        options);
}
