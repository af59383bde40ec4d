using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>The stored times and device of a user's session, over HTTP.</summary>
public sealed class AccountTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sign_in_stores_its_time_and_the_device()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login/ada");
        request.Headers.UserAgent.ParseAdd("Firefox/1.0");
        using var response = await browser.SendAsync(request);

        var session = await FindAsync(site);
        Assert.Equal((site.Clock.GetUtcNow(), site.Clock.GetUtcNow()), (session.SignedInAt, session.LastSeenAt));
        Assert.Equal(
            new SessionDevice { UserAgent = "Firefox/1.0", SignInAddress = "127.0.0.0/24", LastAddress = "127.0.0.0/24" }, session.Device);
    }

    [Theory]
    [InlineData(SessionAddressFormat.None, null)]
    [InlineData(SessionAddressFormat.Full, "127.0.0.1")]
    public async Task The_address_has_the_form_of_the_option(SessionAddressFormat form, string? expected)
    {
        await using var site = await StartAsync(options => options.SignIn.AddressFormat = form);
        using var browser = site.Open();
        await browser.LoginAsync("ada");

        Assert.Equal(expected, (await FindAsync(site)).Device!.SignInAddress);
    }

    [Fact]
    public async Task A_rotation_and_a_refreshed_login_keep_the_time_of_the_sign_in()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        var signedInAt = site.Clock.GetUtcNow();
        site.Clock.Advance(TimeSpan.FromHours(1));

        await browser.ReadAsync("/rotate");
        Assert.Equal(signedInAt, (await FindAsync(site)).SignedInAt);
        await browser.ReadAsync("/refresh");
        Assert.Equal(signedInAt, (await FindAsync(site)).SignedInAt);
        Assert.Equal(signedInAt.ToString("O"), await browser.ReadAsync("/signed-in"));
    }

    [Fact]
    public async Task A_second_sign_in_has_its_own_time()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Clock.Advance(TimeSpan.FromHours(1));
        await browser.LoginAsync("ada");

        Assert.Equal(site.Clock.GetUtcNow(), (await FindAsync(site)).SignedInAt);
    }

    [Fact]
    public async Task A_confirmation_sets_the_time_rotates_the_session_and_survives_a_refreshed_login()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        var before = browser.Token;
        site.Clock.Advance(TimeSpan.FromHours(1));

        await browser.ReadAsync("/confirm");
        await browser.ReadAsync("/refresh");

        Assert.NotEqual(before, browser.Token);
        Assert.Equal(site.Clock.GetUtcNow(), (await FindAsync(site)).SignedInAt);
    }

    [Fact]
    public async Task A_confirmation_without_a_user_is_refused()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        Assert.Equal(HttpStatusCode.InternalServerError, (await browser.GetAsync("/confirm")).StatusCode);
        Assert.Contains(site.Log.Entries, entry => entry.Text.Contains("the session belongs to no user", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_session_that_begins_after_the_sign_in_has_the_time_of_the_login()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        var signedInAt = site.Clock.GetUtcNow();
        await EndAsync(site);
        site.Clock.Advance(TimeSpan.FromHours(1));

        await browser.ReadAsync("/set/book");

        var session = await FindAsync(site);
        Assert.Equal((signedInAt, site.Clock.GetUtcNow()), (session.SignedInAt, session.LastSeenAt));
        Assert.Equal("127.0.0.0/24", session.Device!.SignInAddress);
    }

    [Fact]
    public async Task A_session_whose_login_shows_no_time_has_none()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/own/ada");

        var session = await FindAsync(site);
        Assert.Null(session.SignedInAt);
        Assert.Equal(site.Clock.GetUtcNow(), session.LastSeenAt);
    }

    [Fact]
    public async Task A_use_is_stored_once_in_an_interval_without_a_cookie()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        var before = await FindAsync(site);
        site.Engine.TakeCalls();

        site.Clock.Advance(Interval - TimeSpan.FromSeconds(1));
        await browser.ReadAsync("/get");
        Assert.Equal(["load"], site.Engine.TakeCalls());

        site.Clock.Advance(TimeSpan.FromSeconds(1));
        using var response = await browser.GetAsync("/get");
        Assert.Equal(["load", "touch"], site.Engine.TakeCalls());
        Assert.Empty(response.SetCookies());
        var after = await FindAsync(site);
        Assert.Equal(
            (site.Clock.GetUtcNow(), before.ExpiresAt, before.Version), (after.LastSeenAt, after.ExpiresAt, after.Version));

        site.Engine.TakeCalls();
        await browser.ReadAsync("/get");
        Assert.Equal(["load"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_write_also_stores_the_last_use()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Engine.TakeCalls();

        site.Clock.Advance(Interval);
        await browser.ReadAsync("/set/book");
        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        Assert.Equal(site.Clock.GetUtcNow(), (await FindAsync(site)).LastSeenAt);

        site.Clock.Advance(TimeSpan.FromDays(2));
        site.Engine.TakeCalls();
        await browser.ReadAsync("/get");
        Assert.Equal(["load", "touch"], site.Engine.TakeCalls());
        Assert.Equal(site.Clock.GetUtcNow(), (await FindAsync(site)).LastSeenAt);
    }

    [Fact]
    public async Task The_last_use_is_not_stored_without_a_user_or_by_endpoints_without_touch()
    {
        await using var site = await StartAsync();
        using var visitor = site.Open();
        await visitor.ReadAsync("/set/book");
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Clock.Advance(Interval);
        site.Engine.TakeCalls();

        await visitor.ReadAsync("/get");
        await browser.ReadAsync("/poll");

        Assert.Equal(["load", "load"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_use_that_cannot_be_stored_is_logged_and_does_not_fail_the_request()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Clock.Advance(Interval);
        site.Engine.Before = call => call == "touch" ? throw new SessionEngineException("away") : Task.CompletedTask;

        Assert.Equal("none", await browser.ReadAsync("/get"));

        Assert.Equal(1, site.Log.GetCount("NotSeen"));
    }

    [Fact]
    public async Task A_use_of_a_session_that_another_request_has_ended_does_not_fail_the_request()
    {
        await using var site = await StartAsync(options => options.RejectWhenGone = true);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        site.Clock.Advance(Interval);
        site.Engine.Before = async call =>
        {
            if (call == "touch")
            {
                await EndAsync(site);
            }
        };

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Empty(await ((ISessionInventory)site.Engine.Inner).ListAsync(Cancel).ToListAsync(Cancel));
    }

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => LoginSite.StartAsync(
        LoginSite.Cookie,
        options,
        endpoints: app =>
        {
            app.MapGet("/rotate", (ISession session) => session.RegenerateId());
            app.MapGet("/confirm", (ISession session) => session.ConfirmSignIn());
            app.MapGet("/own/{name}", (string name, ISession session) => session.Owner = "id-" + name);
            app.MapGet("/signed-in", (ISession session) => session.SignedInAt?.ToString("O"));
            app.MapGet("/poll", (ISession session) => session.GetString("cart") ?? "none").NoTouchSession();
            app.MapGet("/refresh", async (HttpContext context) =>
            {
                var login = await context.AuthenticateAsync();
                await context.SignInAsync(login.Principal!, login.Properties);
            });
        });

    private static async Task<SessionRecord> FindAsync(TestSite site) => (await FindEntryAsync(site)).Record;

    private static async Task EndAsync(TestSite site)
        => Assert.True(await site.Engine.Inner.RemoveAsync((await FindEntryAsync(site)).Key, Cancel));

    private static ValueTask<SessionRecordEntry> FindEntryAsync(TestSite site)
        => ((ISessionInventory)site.Engine.Inner).FindByOwnerAsync("id-ada", Cancel).SingleAsync(Cancel);
}
