using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>Sessions outside requests.</summary>
public sealed class SessionManagerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_job_changes_a_visitors_session_through_the_same_model()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");

        await using (var opened = await OpenAsync(site, browser))
        {
            Assert.Equal(3, opened!.As<CounterSession>().Count);
            opened.As<CounterSession>().Count++;
            opened.Services.GetRequiredService<CounterSession>().Lines.Add("from a job");
            Assert.True(await opened.SaveAsync(Cancel));
            Assert.Null(opened.Token);
        }

        Assert.Equal("4 from a job", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task Unsaved_changes_are_discarded()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");

        await using (var opened = await OpenAsync(site, browser))
        {
            opened!.As<CounterSession>().Count++;
        }

        Assert.Equal("3 ", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_job_and_a_request_that_change_different_keys_lose_nothing()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var opened = await OpenAsync(site, browser);
        opened!.As<CounterSession>().Name = "Ada";

        await browser.ReadAsync("/set/4");
        Assert.True(await opened.SaveAsync(Cancel));

        Assert.Equal("4 ", await browser.ReadAsync("/get"));
        Assert.Equal(4, opened.As<CounterSession>().Count);
        Assert.Equal("Ada", await browser.ReadAsync("/name"));
    }

    [Fact]
    public async Task A_save_after_a_logout_restores_nothing_and_returns_false()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        using var thief = browser.Copy();
        await using var opened = await OpenAsync(site, browser);
        opened!.As<CounterSession>().Count = 9;

        await browser.ReadAsync("/logout");

        Assert.False(await opened.SaveAsync(Cancel));
        Assert.True(opened.IsGone);
        Assert.Equal("0 ", await thief.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_job_that_saves_after_a_renewal_does_not_shorten_the_session()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var opened = await OpenAsync(site, browser);
        site.Clock.Advance(TimeSpan.FromDays(13));
        await browser.ReadAsync("/get");

        opened!.As<CounterSession>().Count = 9;
        Assert.True(await opened.SaveAsync(Cancel));

        site.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal("9 ", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_job_does_not_renew_a_session_unless_it_requests_that()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        var key = await KeyAsync(browser);
        var expires = (await site.Engine.Inner.LoadAsync(key, Cancel))!.ExpiresAt;
        site.Clock.Advance(TimeSpan.FromDays(7));

        foreach (var isActivity in new[] { false, true })
        {
            await using var opened = await Manager(site).OpenAsync(key, isActivity, Cancel);
            opened!.As<CounterSession>().Count++;
            await opened.SaveAsync(Cancel);

            Assert.Equal(isActivity ? expires.AddDays(7) : expires, (await site.Engine.Inner.LoadAsync(key, Cancel))!.ExpiresAt);
        }
    }

    [Fact]
    public async Task A_session_that_a_job_creates_has_a_token_for_a_browser()
    {
        await using var site = await StartAsync();
        await using var opened = Manager(site).Create();
        opened.As<CounterSession>().Count = 12;
        opened.Session.Owner = "ada";
        Assert.Null(opened.Token);

        await opened.SaveAsync(Cancel);

        using var browser = site.Open();
        browser.Cookies["__Host-session"] = opened.Token!;
        Assert.Equal("12 ", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_session_is_opened_by_its_token_as_well_and_gets_a_new_one_by_rotation()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var opened = await Manager(site).OpenAsync(browser.Token!, cancellationToken: Cancel);

        opened!.Session.RegenerateId();
        await opened.SaveAsync(Cancel);

        Assert.NotEqual(browser.Token, opened.Token);
        Assert.Equal("0 ", await browser.ReadAsync("/get"));
        browser.Cookies["__Host-session"] = opened.Token!;
        Assert.Equal("3 ", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task An_invalid_key_or_token_opens_no_session(string token)
    {
        await using var site = await StartAsync();

        Assert.Null(await Manager(site).OpenAsync(token, cancellationToken: Cancel));
        Assert.Null(await Manager(site).OpenAsync(default(SessionKey), cancellationToken: Cancel));
        Assert.Null(await Manager(site).FindAsync(default, Cancel));
        Assert.False(await Manager(site).RemoveAsync(default, Cancel));
    }

    [Fact]
    public async Task All_sessions_of_a_user_end_at_once_and_those_of_others_stay()
    {
        await using var site = await StartAsync();
        var adas = new[] { site.Open(), site.Open(), site.Open() };
        foreach (var browser in adas)
        {
            await browser.ReadAsync("/own/ada");
        }

        using var bob = site.Open();
        await bob.ReadAsync("/own/bob");

        // The recording engine hides the owner queries of the inner engine, so this manager uses the inner one.
        var manager = new TypedSessions.Sessions.SessionManager(
            ServicesOver(site), site.Services.GetRequiredService<IServiceScopeFactory>());
        Assert.Equal(4, await manager.CountAsync(Cancel));
        Assert.Equal(3, await manager.RemoveByOwnerAsync("ada", Cancel));

        foreach (var browser in adas)
        {
            Assert.Equal("0 ", await browser.ReadAsync("/get"));
            browser.Dispose();
        }

        Assert.Equal("1 ", await bob.ReadAsync("/get"));
        Assert.Equal("bob", Assert.Single(await manager.ListAsync(Cancel).ToListAsync(Cancel)).Record.Owner);
    }

    [Fact]
    public async Task An_engine_without_an_inventory_throws_NotSupportedException()
    {
        await using var site = await StartAsync();

        var exception = await Assert.ThrowsAsync<NotSupportedException>(async () => await Manager(site).CountAsync(Cancel));

        Assert.Contains("RecordingEngine cannot list its records", exception.Message);
    }

    private static ISessionManager Manager(TestSite site) => site.Services.GetRequiredService<ISessionManager>();

    private static TypedSessions.Sessions.SessionServices ServicesOver(TestSite site)
    {
        var services = site.Services.GetRequiredService<TypedSessions.Sessions.SessionServices>();
        return new(
            Transports.Create(site.Engine.Inner), services.Options, services.TimeProvider, services.Log, services.Metrics, services.Audit);
    }

    private static async Task<SessionKey> KeyAsync(Browser browser)
    {
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        return key;
    }

    private static async Task<SessionScope?> OpenAsync(TestSite site, Browser browser)
        => await Manager(site).OpenAsync(await KeyAsync(browser), cancellationToken: Cancel);

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/id", (HttpContext context) => context.Session.Id);
            app.MapGet("/set/{count:int}", (int count, CounterSession counter) => counter.Count = count);
            app.MapGet("/get", (CounterSession counter) => $"{counter.Count} {string.Join(' ', counter.Lines)}");
            app.MapGet("/name", (CounterSession counter) => counter.Name);
            app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
            app.MapGet("/own/{owner}", (string owner, CounterSession counter, HttpContext context) =>
            {
                context.Session.Owner = owner;
                counter.Count = 1;
            });
        },
        services: (_, sessions) => sessions.AddModel<CounterSession>());
}
