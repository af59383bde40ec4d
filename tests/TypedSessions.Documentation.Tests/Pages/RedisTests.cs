using TypedSessions.Documentation.Tests.Testing;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Pages;

[Page("docs/redis.md")]
public sealed class RedisTests
{
    private const string Visit = """
        app.MapGet("/visit", (ISession session) =>
        {
            session.SetInt32("visits", (session.GetInt32("visits") ?? 0) + 1);
            return session.GetInt32("visits");
        });
        """;

    [Fact]
    [Paste("UseRedis(builder.Configuration.GetConnectionString(\"Redis\"))")]
    public async Task The_engine_opens_its_own_connection() => await AssertKeepsSessionsAsync("typed-sessions:*:s:*");

    [Fact]
    [Paste("services.GetRequiredService<IConnectionMultiplexer>()")]
    public async Task The_application_passes_its_connection() => await AssertKeepsSessionsAsync("shop:*:s:*");

    private static async Task AssertKeepsSessionsAsync(string keys)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var site = await Project.RunAsync(
            new SiteSettings { Probe = Visit, Arguments = ["--ConnectionStrings:Redis", redis.Address] });
        using var visitor = site.Open();
        Assert.Equal("1", await visitor.ReadAsync("/visit"));
        Assert.Equal("2", await visitor.ReadAsync("/visit"));
        Assert.Equal("1", await redis.ExecuteAsync("EVAL", $"return #redis.call('KEYS', '{keys}')", "0"));
    }
}
