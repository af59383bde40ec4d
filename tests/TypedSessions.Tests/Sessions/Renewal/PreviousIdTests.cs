using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Diagnostics;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions.Renewal;

/// <summary>Requests and calls with the id that a session had before its renewal.</summary>
public sealed class PreviousIdTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis)
    : IdRenewalTest(postgres, mariaDb, redis)
{
    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Requests_with_the_previous_id_share_the_record_and_get_no_cookie(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/put/new");
        site.Clock.Advance(Grace - TimeSpan.FromSeconds(1));

        Assert.Equal("book", await previous.ReadAsync("/get"));
        using var response = await previous.GetAsync("/put/old");
        await browser.ReadAsync("/put/newer");

        Assert.Empty(response.SetCookies());
        Assert.Equal("cart new newer old", await browser.ReadAsync("/keys"));
        Assert.Equal("cart new newer old", await previous.ReadAsync("/keys"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_previous_id_is_refused_logged_and_counted_after_the_grace(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/get");
        site.Clock.Advance(Grace);
        using var metrics = new CapturedMetrics(site);

        using var response = await previous.GetAsync("/get");

        Assert.Equal("none", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Empty(response.SetCookies());
        Assert.Equal(1, site.Log.GetCount("PreviousIdRefused"));
        Assert.Contains("sessions.loaded{typedsessions.result:refused}=1", metrics.Take());
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.DoesNotContain(site.Log.Entries, entry => entry.Text.Contains(previous.Token!, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_browser_that_missed_the_new_id_gets_another_one(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        site.Clock.Advance(Grace - TimeSpan.FromSeconds(1));
        using var early = await previous.GetAsync("/get");
        site.Clock.Advance(TimeSpan.FromSeconds(1));
        var missed = previous.Token;

        Assert.Equal("book", await previous.ReadAsync("/get"));

        Assert.Empty(early.SetCookies());
        Assert.NotEqual(missed, previous.Token);
        Assert.Equal("book", await previous.ReadAsync("/get"));
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync());
        Assert.Equal(0, site.Log.GetCount("PreviousIdRefused"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task After_a_sign_in_previous_ids_neither_read_nor_change_the_session(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/get");
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");

        Assert.Equal("none", await previous.ReadAsync("/get"));
        using var response = await previous.GetAsync("/put/planted");

        Assert.Empty(response.SetCookies());
        Assert.Equal("cart", await browser.ReadAsync("/keys"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_sign_in_with_the_previous_id_keeps_the_values(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);

        await previous.LoginAsync("ada");

        Assert.Equal("id-ada book", $"{await previous.ReadAsync("/owner")} {await previous.ReadAsync("/get")}");
        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_logout_with_the_previous_id_ends_the_session(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/book");
        using var previous = browser.Copy();
        site.Clock.Advance(Age);
        await browser.ReadAsync("/get");

        await previous.ReadAsync("/logout");

        Assert.Equal(0, await CountAsync());
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task The_manager_finds_opens_and_ends_the_session_by_its_previous_key_at_any_time(string engine)
    {
        await using var site = await StartAsync(engine);
        using var browser = site.Open();
        await browser.ReadAsync("/set/book");
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        site.Clock.Advance(Age);
        await browser.ReadAsync("/get");
        await browser.ReadAsync("/get");
        site.Clock.Advance(Grace + Grace);
        var manager = site.Services.GetRequiredService<ISessionManager>();

        Assert.NotNull(await manager.FindAsync(key, Cancel));
        await using (var opened = await manager.OpenAsync(key, cancellationToken: Cancel))
        {
            opened!.Session.SetString("job", "done");
            Assert.True(await opened.SaveAsync(Cancel));
        }

        Assert.Equal("cart job", await browser.ReadAsync("/keys"));
        Assert.True(await manager.RemoveAsync(key, Cancel));
        Assert.Equal("none", await browser.ReadAsync("/get"));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task Removal_of_the_values_does_not_shorten_the_grace(string engine)
    {
        await using var site = await StartAsync(engine);
        var (browser, previous) = await RenewAsync(site);
        await browser.ReadAsync("/clear");
        await browser.ReadAsync("/put/new");

        Assert.Equal("new", await previous.ReadAsync("/keys"));
        site.Clock.Advance(Grace);
        Assert.Equal("", await previous.ReadAsync("/keys"));
        Assert.Equal(1, site.Log.GetCount("PreviousIdRefused"));
    }

    [Fact]
    public async Task A_read_only_endpoint_writes_nothing_when_the_new_id_is_presented()
    {
        await using var site = await StartAsync("memory");
        var (browser, previous) = await RenewAsync(site);
        site.Engine.TakeCalls();

        await browser.ReadAsync("/read-only");
        Assert.Equal(["load"], site.Engine.TakeCalls());
        await browser.ReadAsync("/get");

        Assert.Equal(["load", "update"], site.Engine.TakeCalls());
        site.Clock.Advance(Grace);
        Assert.Equal("none", await previous.ReadAsync("/get"));
    }

    [Fact]
    public async Task The_cookie_with_the_new_id_is_used_if_there_are_two()
    {
        await using var site = await StartAsync("memory");
        var (browser, previous) = await RenewAsync(site);
        using var both = site.Open();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/get");
        request.Headers.Add("Cookie", $"__Host-session={previous.Token}; __Host-session={browser.Token}");

        using var response = await both.SendAsync(request);
        site.Clock.Advance(Grace);

        Assert.Equal("book", await response.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("none", await previous.ReadAsync("/get"));
    }
}
