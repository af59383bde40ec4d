using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions;

/// <summary>A request or job that rotates an already rotated session continues from its closed copy.</summary>
public sealed class ContinuationTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_that_was_cleared_stays_cleared()
    {
        await using var site = await StartAsync();
        var token = await BeginAsync(site);
        await using var opened = await OpenAsync(site, token);
        await RotateAsync(site, token);

        opened.Session.Clear();
        opened.Session.SetString("own", "yes");
        opened.Session.RegenerateId();
        Assert.True(await opened.SaveAsync(Cancel));

        await using var continued = await OpenAsync(site, opened.Token!);
        Assert.Equal(["own"], continued.Session.Keys);
    }

    [Fact]
    public async Task An_expiry_that_another_request_has_set_stays()
    {
        await using var site = await StartAsync();
        var token = await BeginAsync(site);
        await using var opened = await OpenAsync(site, token);
        await RotateAsync(site, token, SessionExpiry.Idle(TimeSpan.FromMinutes(5)));

        opened.Session.RegenerateId();
        Assert.True(await opened.SaveAsync(Cancel));

        await using var continued = await OpenAsync(site, opened.Token!);
        Assert.Equal(SessionExpiry.Idle(TimeSpan.FromMinutes(5)), continued.Session.Expiry);
    }

    [Fact]
    public async Task An_expiry_that_the_request_itself_has_set_counts()
    {
        await using var site = await StartAsync();
        var token = await BeginAsync(site);
        await using var opened = await OpenAsync(site, token);
        await RotateAsync(site, token, SessionExpiry.Idle(TimeSpan.FromMinutes(5)));

        opened.Session.Expiry = SessionExpiry.WithBrowser;
        opened.Session.RegenerateId();
        Assert.True(await opened.SaveAsync(Cancel));

        await using var continued = await OpenAsync(site, opened.Token!);
        Assert.Equal(SessionExpiry.WithBrowser, continued.Session.Expiry);
    }

    [Fact]
    public async Task A_session_that_continues_is_not_empty()
    {
        await using var site = await StartAsync();
        using var late = site.Open();
        await late.ReadAsync("/begin");
        await RotateAsync(site, late.Token!);

        Assert.Equal("True False", await late.ReadAsync("/continue"));
    }

    [Fact]
    public async Task An_abandoned_continuation_creates_no_session_and_deletes_the_cookie()
    {
        await using var site = await StartAsync();
        using var late = site.Open();
        await late.ReadAsync("/begin");
        await RotateAsync(site, late.Token!);

        await late.ReadAsync("/continue-and-abandon");

        Assert.Null(late.Token);
        Assert.Equal(1, await ((ISessionInventory)site.Engine.Inner).CountAsync(Cancel));
    }

    private static ISessionManager Manager(TestSite site) => site.Services.GetRequiredService<ISessionManager>();

    private static async Task<string> BeginAsync(TestSite site)
    {
        using var browser = site.Open();
        await browser.ReadAsync("/begin");
        return browser.Token!;
    }

    private static async Task<SessionScope> OpenAsync(TestSite site, string token)
        => await Manager(site).OpenAsync(token, cancellationToken: Cancel) ?? throw new InvalidOperationException("There is no session.");

    private static async Task<SessionKey> RotateAsync(TestSite site, string token, SessionExpiry? expiry = null)
    {
        await using var first = await OpenAsync(site, token);
        first.Session.Expiry = expiry ?? first.Session.Expiry;
        await first.SaveAsync(Cancel);
        first.Session.RegenerateId();
        Assert.True(await first.SaveAsync(Cancel));
        return SessionKey.TryParse(first.Session.Id, out var key) ? key : throw new InvalidOperationException("The session has no key.");
    }

    private static Task<TestSite> StartAsync() => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/begin", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/continue", (HttpContext context) =>
            {
                var session = (ITypedSession)context.Session;
                var before = session.IsEmpty;
                session.RegenerateId();
                return $"{before} {session.IsEmpty}";
            });
            app.MapGet("/continue-and-abandon", (HttpContext context) =>
            {
                context.Session.RegenerateId();
                context.Session.Abandon();
            });
        });
}
