using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>
/// A session that is used after its request, for example by a background task. The server reuses the <see cref="HttpContext"/> for
/// the next request of the connection, which can be another visitor's behind a proxy.
/// </summary>
public sealed class AfterTheRequestTests
{
    [Fact]
    public async Task A_session_that_is_first_used_after_its_request_is_not_that_of_the_next_visitor()
    {
        ISession? kept = null;
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Bob"));
            app.MapGet("/keep", (HttpContext context) => (kept = context.Session).IsAvailable);
            app.MapGet("/spy", () => kept!.GetString("name") ?? "none");
        });
        using var bob = site.Open();
        await bob.ReadAsync("/set");
        await using var connection = await site.ConnectAsync();

        await connection.ExchangeAsync("GET /keep HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var spied = await connection.ExchangeAsync($"GET /spy HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-session={bob.Token}\r\n\r\n");

        Assert.Contains("none", spied, StringComparison.Ordinal);
        Assert.DoesNotContain("Bob", spied, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_does_not_begin_after_its_request()
    {
        ISession? kept = null;
        Exception? thrown = null;
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/keep", (HttpContext context) => (kept = context.Session).IsAvailable);
            app.MapGet("/late", () => (thrown = Record.Exception(() => kept!.SetString("name", "Ada"))) is null);
        });
        await using var connection = await site.ConnectAsync();

        await connection.ExchangeAsync("GET /keep HTTP/1.1\r\nHost: localhost\r\n\r\n");
        await connection.ExchangeAsync("GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");

        Assert.Contains("after the response has started", Assert.IsType<InvalidOperationException>(thrown).Message);
    }

    [Fact]
    public async Task Requests_of_one_connection_have_separate_sessions()
    {
        await using var site = await TestSite.StartAsync(app =>
        {
            app.MapGet("/set/{name}", (string name, HttpContext context) => context.Session.SetString("name", name));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
        });
        using var ada = site.Open();
        using var bob = site.Open();
        await ada.ReadAsync("/set/Ada");
        await bob.ReadAsync("/set/Bob");
        await using var connection = await site.ConnectAsync();

        foreach (var (token, name) in new[] { (ada.Token, "Ada"), (bob.Token, "Bob"), (null, "none"), (ada.Token, "Ada") })
        {
            var response = await connection.ExchangeAsync(
                $"GET /get HTTP/1.1\r\nHost: localhost\r\nCookie: __Host-session={token}\r\n\r\n");

            Assert.Contains(name, response, StringComparison.Ordinal);
        }
    }
}
