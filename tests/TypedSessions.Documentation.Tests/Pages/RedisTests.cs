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
    public async Task The_engine_opens_its_own_connection() => await AssertKeepsSessionsAsync("typed-sessions:*:s:*", UseConnectionString);

    [Fact]
    [Paste("services.GetRequiredService<IConnectionMultiplexer>()")]
    public async Task The_application_passes_its_connection() => await AssertKeepsSessionsAsync("shop:*:s:*", UseConnectionString);

    [Fact]
    [Paste("providers.AddRedis()")]
    public async Task The_configuration_chooses_Redis()
    {
        var json = MarkdownPage.Read("docs/redis.md").FindBlock("\"Engine\": \"redis\"").Text;
        await AssertKeepsSessionsAsync("shop:*:s:*", address =>
        {
            var settings = new SiteSettings { Probe = Visit };
            File.WriteAllText(settings.GetPath("appsettings.json"), json.Replace("redis:6379", address, StringComparison.Ordinal));
            return settings;
        });
    }

    private static SiteSettings UseConnectionString(string address)
        => new() { Probe = Visit, Arguments = ["--ConnectionStrings:Redis", address] };

    private static async Task AssertKeepsSessionsAsync(string keys, Func<string, SiteSettings> configure)
    {
        await using var redis = await RedisProcess.StartAsync();
        await using var site = await Project.RunAsync(configure(redis.Address));
        using var visitor = site.Open();
        Assert.Equal("1", await visitor.ReadAsync("/visit"));
        Assert.Equal("2", await visitor.ReadAsync("/visit"));
        Assert.Equal("1", await redis.ExecuteAsync("EVAL", $"return #redis.call('KEYS', '{keys}')", "0"));
    }
}
