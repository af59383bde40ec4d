using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>Sessions without an owner live ten minutes without activity, all others an hour.</summary>
public sealed class AnonymousLifetimeTests
{
    private static readonly TimeSpan Anonymous = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Idle = TimeSpan.FromHours(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_session_without_an_owner_ends_after_its_shorter_time_without_activity()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        using var response = await browser.GetAsync("/set/book");
        Assert.Equal(Anonymous, Assert.Single(response.SetCookies()).MaxAge);

        for (var uses = 0; uses < 3; uses++)
        {
            site.Clock.Advance(Anonymous - Second);
            Assert.Equal("book", await browser.ReadAsync("/get"));
        }

        site.Clock.Advance(Anonymous);
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("/login/ada")]
    [InlineData("/untouched/ada")]
    public async Task A_sign_in_extends_the_session_to_the_longer_time(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        site.Clock.Advance(Anonymous / 2);

        using var response = await browser.GetAsync(path);

        Assert.Contains(response.SetCookies(), static cookie => cookie.MaxAge == Idle);
        site.Clock.Advance(Idle - Second);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        site.Clock.Advance(Idle);
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_owner_that_the_application_sets_extends_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await browser.ReadAsync("/own");

        site.Clock.Advance(Idle - Second);

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_new_id_without_an_owner_keeps_the_shorter_time()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await browser.ReadAsync("/rename");

        site.Clock.Advance(Anonymous);

        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task The_session_s_own_expiry_comes_before_both_times()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        await browser.ReadAsync("/forever");

        site.Clock.Advance(TimeSpan.FromDays(999));

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_session_that_begins_at_the_sign_in_has_the_longer_time_at_once()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");

        site.Clock.Advance(Idle - Second);

        Assert.Equal("book", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_longer_time_than_for_owned_sessions_is_refused_at_start()
    {
        var exception = await Assert.ThrowsAsync<OptionsValidationException>(
            async () => await StartAsync(static options => options.AnonymousIdleTimeout = TimeSpan.FromHours(2)));

        Assert.Contains("AnonymousIdleTimeout (02:00:00) is longer than IdleTimeout (01:00:00)", exception.Message);
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? configure = null)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            options =>
            {
                (options.IdleTimeout, options.AnonymousIdleTimeout) = (Idle, Anonymous);
                configure?.Invoke(options);
            },
            endpoints: static app =>
            {
                app.MapGet("/own", (ISession session) => session.Owner = "household 7");
                app.MapGet("/rename", (ISession session) => session.RegenerateId());
                app.MapGet("/untouched/{name}", (string name, HttpContext context)
                    => context.SignInAsync(LoginSite.GetPrincipal(name, LoginSite.Cookie))).NoTouchSession();
            });
}
