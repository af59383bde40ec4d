using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Connections;

/// <summary>The end of the session of an open connection.</summary>
public sealed class ConnectionEndTests : ConnectionTest
{
    [Theory]
    [InlineData("/logout")]
    [InlineData("/own")]
    public async Task A_session_that_is_ended_or_gets_another_owner_ends_for_the_hub(string path)
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
    public async Task A_session_that_ends_during_a_hub_call_discards_its_changes()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        await using var hub = await ConnectAsync(site, browser.Token);

        Assert.False((await hub.InvokeAsync("CountWhileItEnds")).GetBoolean());

        Assert.Equal("0", await browser.ReadAsync("/get"));
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
    public async Task Checking_for_the_end_does_not_renew_the_session_and_an_engine_error_is_not_an_end()
    {
        await using var site = await StartAsync();
        using var browser = site.Open();
        await browser.ReadAsync("/set/3");
        var interval = TimeSpan.FromDays(5);
        var connection = await OpenConnectionAsync(site, browser);
        site.Engine.TakeCalls();
        var waiting = connection.WaitForEndAsync(interval, TestContext.Current.CancellationToken);

        site.Engine.Before = _ => throw new IOException("The disk is full.");
        await AdvanceToNextCheckAsync(site, interval);
        site.Engine.Before = null;
        await AdvanceToNextCheckAsync(site, interval);
        Assert.False(waiting.IsCompleted);
        await AdvanceToNextCheckAsync(site, interval);

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
        var waiting = (await OpenConnectionAsync(site, browser)).WaitForEndAsync(Interval, stop.Token);

        await stop.CancelAsync();

        Assert.False(await waiting);
        Assert.Equal(0, site.Clock.WaitingTimers);
    }

    private static async Task AdvanceToNextCheckAsync(TestSite site, TimeSpan interval)
    {
        var looks = site.Engine.Calls.Count;
        site.Clock.Advance(interval);
        while (site.Engine.Calls.Count == looks)
        {
            await Task.Yield();
        }
    }

    private static async Task<ConnectionSession> OpenConnectionAsync(TestSite site, Browser browser)
    {
        var context = new DefaultHttpContext { RequestServices = site.Services };
        context.Request.Headers.Cookie = $"__Host-session={browser.Token}";
        var connection = context.GetConnectionSession();
        await using var opened = await connection.OpenAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(3, opened!.As<CounterSession>().Count);
        return connection;
    }
}
