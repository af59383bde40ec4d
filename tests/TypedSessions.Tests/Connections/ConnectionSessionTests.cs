using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>The session of a hub's connection, which outlives the request that it began with.</summary>
public sealed class ConnectionSessionTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

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

    [Theory]
    [InlineData("/logout")]
    [InlineData("/own")]
    public async Task A_session_that_was_ended_or_got_another_owner_has_ended_for_the_hub(string path)
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);
        await hub.InvokeAsync("Count");

        await browser.ReadAsync(path);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.InvokeAsync("Count"));
        Assert.Contains("Your session has ended.", exception.Message);
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
    public async Task A_hub_follows_renewals_of_the_id_at_any_time()
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

    [Fact]
    public async Task A_session_that_ends_while_a_hub_works_takes_nothing_from_it_any_more()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);

        Assert.False((await hub.InvokeAsync("CountWhileItEnds")).GetBoolean());

        Assert.Equal("0", await browser.ReadAsync("/get"));
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
    public async Task A_client_gets_a_message_when_the_session_ends_and_its_connection_is_closed()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);
        await hub.InvokeAsync("Watch");
        await browser.ReadAsync("/logout");

        site.Clock.Advance(Interval);

        Assert.Equal("ended", (await hub.ReceiveAsync())?.GetProperty("target").GetString());
        while (await hub.ReceiveAsync() is { } message)
        {
            Assert.Equal(7, message.GetProperty("type").GetInt32());
        }
    }

    [Fact]
    public async Task Checking_for_the_end_renews_nothing_and_an_engine_error_is_no_end()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        var interval = TimeSpan.FromDays(5);
        var connection = await ConnectionOfAsync(site, browser);
        site.Engine.TakeCalls();
        var waiting = connection.WaitForEndAsync(interval, TestContext.Current.CancellationToken);

        site.Engine.Before = _ => throw new IOException("The disk is full.");
        await LookAgainAsync(site, interval);
        site.Engine.Before = null;
        await LookAgainAsync(site, interval);
        Assert.False(waiting.IsCompleted);
        await LookAgainAsync(site, interval);

        Assert.True(await waiting);
        Assert.Equal(["load"], site.Engine.Calls.Distinct());
    }

    [Fact]
    public async Task A_cancelled_wait_does_not_report_an_end()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        using var stop = new CancellationTokenSource();
        var waiting = (await ConnectionOfAsync(site, browser)).WaitForEndAsync(Interval, stop.Token);

        await stop.CancelAsync();

        Assert.False(await waiting);
        Assert.Equal(0, site.Clock.WaitingTimers);
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

    private static async Task LookAgainAsync(TestSite site, TimeSpan interval)
    {
        var looks = site.Engine.Calls.Count;
        site.Clock.Advance(interval);
        while (site.Engine.Calls.Count == looks)
        {
            await Task.Yield();
        }
    }

    private static async Task<ConnectionSession> ConnectionOfAsync(TestSite site, Browser browser)
    {
        var context = new DefaultHttpContext { RequestServices = site.Services };
        context.Request.Headers.Cookie = $"__Host-session={browser.Token}";
        var connection = context.GetConnectionSession();
        await using var opened = await connection.OpenAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, opened!.As<CounterSession>().Count);
        return connection;
    }

    private static Task<HubClient> ConnectAsync(TestSite site, string? token)
        => HubClient.ConnectAsync(site.Address, "/hub", token is null ? null : $"__Host-session={token}");

    private static Task<TestSite> StartAsync(Action<TypedSessionsOptions>? options = null) => TestSite.StartAsync(
        app =>
        {
            app.MapHub<CounterHub>("/hub");
            app.MapGet("/set/{count:int}", (int count, CounterSession counter) => counter.Count = count);
            app.MapGet("/get", (CounterSession counter) => counter.Count);
            app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
            app.MapGet("/rename", (HttpContext context) => context.Session.RegenerateId());
            app.MapGet("/own", (ISession session) => session.Owner = "ann");
        },
        options,
        services: (services, sessions) =>
        {
            sessions.AddModel<CounterSession>();
            services.AddSignalR();
        });

    private sealed class CounterHub(ISessionManager sessions) : Hub
    {
        public string Ping() => "pong";

        public async Task<int> Count()
        {
            await using var session = await OpenAsync();
            var count = ++session.As<CounterSession>().Count;
            await session.SaveAsync();
            return count;
        }

        public async Task Forget()
        {
            await using var session = await OpenAsync();
            session.As<CounterSession>().Count = 100;
        }

        public async Task<bool> CountWhileItEnds()
        {
            await using var session = await OpenAsync();
            session.As<CounterSession>().Count++;
            await sessions.RemoveAsync(SessionKey.TryParse(session.Session.Id, out var key) ? key : default);
            return await session.SaveAsync();
        }

        public async Task Look(bool isActivity)
        {
            await using var session = (await Context.GetConnectionSession().OpenAsync(isActivity))!;
            _ = session.As<CounterSession>().Count;
            await session.SaveAsync();
        }

        public int Inject(IServiceProvider services) => services.GetRequiredService<CounterSession>().Count;

        public async Task Watch()
        {
            // Once here, so that the client knows that the watch has begun.
            await using var session = await OpenAsync();
            _ = SendWhenItEndsAsync(Context, Clients.Caller);
        }

        private static async Task SendWhenItEndsAsync(HubCallerContext context, ISingleClientProxy client)
        {
            if (await context.GetConnectionSession().WaitForEndAsync(Interval, context.ConnectionAborted))
            {
                await client.SendAsync("ended");
                context.Abort();
            }
        }

        private async Task<SessionScope> OpenAsync()
            => await Context.GetConnectionSession().OpenAsync() ?? throw new HubException("Your session has ended.");
    }
}
