using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>The session of a hub connection, which outlives the request that started it.</summary>
public sealed class ConnectionSessionTests : ConnectionTest
{
    [Fact]
    public async Task A_hub_reads_and_changes_the_session_of_the_handshake_as_it_is_now()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);

        Assert.Equal(4, (await hub.InvokeAsync("Count")).GetInt32());
        await browser.ReadAsync("/set/10");
        Assert.Equal(11, (await hub.InvokeAsync("Count")).GetInt32());

        Assert.Equal("11", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task An_idle_connection_makes_no_engine_call()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        site.Engine.TakeCalls();

        await using var hub = await ConnectAsync(site, browser.Token);

        Assert.Equal("pong", (await hub.InvokeAsync("Ping")).GetString());
        Assert.Empty(site.Engine.TakeCalls());
    }

    [Fact]
    public async Task Changes_without_an_explicit_save_are_discarded()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);

        await hub.InvokeAsync("Forget");

        Assert.Equal("3", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_hub_follows_its_session_to_a_new_id_of_the_same_owner()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);

        await browser.ReadAsync("/rename");
        Assert.Equal(4, (await hub.InvokeAsync("Count")).GetInt32());
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        await browser.ReadAsync("/rename");

        Assert.Equal(5, (await hub.InvokeAsync("Count")).GetInt32());
        Assert.Equal("5", await browser.ReadAsync("/get"));
    }

    [Fact]
    public async Task A_hub_follows_renewals_of_the_id_without_a_time_limit()
    {
        await using var site = await StartAsync(options => options.RenewIdAfter = TimeSpan.FromHours(1));
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);
        for (var hour = 0; hour < 5; hour++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            var token = browser.Token;
            await browser.ReadAsync("/get");
            Assert.NotEqual(token, browser.Token);
            await browser.ReadAsync("/get");
        }

        Assert.Equal(4, (await hub.InvokeAsync("Count")).GetInt32());
        Assert.Equal("4", await browser.ReadAsync("/get"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_handshake_without_a_session_has_none(string? token)
    {
        await using var site = await StartAsync();
        await using var hub = await ConnectAsync(site, token);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("Count"));

        Assert.Contains("Your session has ended.", exception.Message);
    }

    [Fact]
    public async Task The_first_cookie_with_a_session_is_used_and_no_other_replaces_it()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        var one = browser.Token!;
        browser.Cookies.Clear();
        await browser.ReadAsync("/set/30");
        await using var hub = await HubClient.ConnectAsync(
            site.Address, "/hub", $"__Host-session={new string('A', 43)}; __Host-session={one}; __Host-session={browser.Token}");

        Assert.Equal(4, (await hub.InvokeAsync("Count")).GetInt32());
        browser.Cookies["__Host-session"] = one;
        await browser.ReadAsync("/logout");

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("Count"));
    }

    [Fact]
    public async Task Saving_is_activity_unless_the_hub_disables_it()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);
        site.Clock.Advance(TimeSpan.FromDays(7));
        site.Engine.TakeCalls();

        await hub.InvokeAsync("Look", false);
        Assert.Equal(["load"], site.Engine.TakeCalls());

        await hub.InvokeAsync("Look", true);
        Assert.Equal(["load", "touch"], site.Engine.TakeCalls());
    }

    [Fact]
    public async Task A_model_in_a_hub_throws_with_a_hint()
    {
        await using var site = await StartAsync();
        await using var hub = await ConnectAsync(site, null);

        await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("Inject"));

        Assert.Contains(site.Log.Entries, entry => entry.Text.Contains("Context.GetConnectionSession()", StringComparison.Ordinal));
    }
}
