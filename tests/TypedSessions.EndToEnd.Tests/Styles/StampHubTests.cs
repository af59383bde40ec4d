using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests.Styles;

/// <summary>The hub, which opens the session of its handshake for each call.</summary>
public sealed class StampHubTests(SharedSites sites, PostgresServer postgres)
{
    public static TheoryData<string> Engines => StylesTests.Engines;

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_hub_and_requests_change_one_session_in_turn(string engine)
    {
        var site = await GetSiteAsync(engine);
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/api/handler");
        await using var hub = await ConnectAsync(site, visitor);

        Assert.Equal(1, (await hub.InvokeAsync("Stamp")).GetInt32());
        await visitor.GetAsync("/api/handler");
        Assert.Equal(2, (await hub.InvokeAsync("Stamp")).GetInt32());

        Assert.Equal(new Dictionary<string, int> { ["Hub"] = 2, ["Minimal API"] = 2 }, await Stamps.OfAsync(visitor));
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_hub_closes_the_connection_when_the_session_ends(string engine)
    {
        var site = await GetSiteAsync(engine);
        using var visitor = new Visitor(site);
        await visitor.GetAsync("/api/handler");
        await using var hub = await ConnectAsync(site, visitor);
        await hub.InvokeAsync("Stamp");

        await visitor.PostAsync("/leave");

        await AssertEndsAsync(hub);
    }

    [Fact]
    public async Task A_session_that_ends_on_one_node_ends_the_connections_of_another()
    {
        var one = await GetSiteAsync("postgres");
        await using var two = new StylesSite { Settings = one.Settings };
        await two.StartAsync();
        using var visitor = new Visitor(one);
        await visitor.GetAsync("/api/handler");
        await using var hub = await ConnectAsync(two, visitor);
        Assert.Equal(1, (await hub.InvokeAsync("Stamp")).GetInt32());

        await visitor.PostAsync("/leave");

        await AssertEndsAsync(hub);
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task A_connection_without_a_session_is_closed(string engine)
    {
        var site = await GetSiteAsync(engine);
        using var visitor = new Visitor(site);
        await using var hub = await ConnectAsync(site, visitor);

        await AssertEndsAsync(hub);
    }

    private static Task<HubClient> ConnectAsync(StylesSite site, Visitor visitor)
        => HubClient.ConnectAsync(site.Address, "/hub/connection", visitor.Token is { } token ? $"{site.CookieName}={token}" : null);

    private static async Task AssertEndsAsync(HubClient hub)
    {
        Assert.Equal("ended", (await hub.ReceiveAsync())?.GetProperty("target").GetString());
        while (await hub.ReceiveAsync() is { } message)
        {
            Assert.Equal(7, message.GetProperty("type").GetInt32());
        }
    }

    private Task<StylesSite> GetSiteAsync(string engine) => sites.GetAsync<StylesSite>(engine, postgres);
}
