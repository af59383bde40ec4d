using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>The configuration chooses Redis and sets its options.</summary>
public sealed class ConfiguredRedisTests : RedisEngineTest
{
    [Theory]
    [InlineData("Sessions:ConnectionString")]
    [InlineData("ConnectionStrings:Sessions")]
    public async Task The_configuration_chooses_Redis_and_sets_its_options(string connection)
    {
        await using var server = await RedisProcess.StartAsync();
        using var host = Build(
            new() { ["Sessions:Engine"] = "Redis", ["Sessions:Redis:KeyPrefix"] = "shop:", [connection] = server.Address },
            ByConfiguration);

        await host.StartAsync(Token);

        var engine = Assert.IsType<RedisSessionEngine>(host.Services.GetRequiredService<ISessionEngine>());
        await StoreAsync(engine, NewRecord() with { ExpiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        Assert.Equal("1", await server.ExecuteAsync("EVAL", "return #redis.call('KEYS', 'shop:*:s:*')", "0"));
    }

    [Fact]
    public void The_section_sets_the_options_of_UseRedis_and_code_after_it_wins()
    {
        using var host = Build(
            new()
            {
                ["Sessions:Redis:KeyPrefix"] = "shop:",
                ["Sessions:Redis:Database"] = "3",
                ["Sessions:Redis:WaitForReplicas"] = "never",
            },
            static sessions => sessions.UseRedis("none:1", static options => options.Database++).UseRedis("none:1"));

        var options = host.Services.GetRequiredService<IOptions<RedisEngineOptions>>().Value;

        Assert.Equal(("shop:", 4, WaitForReplicas.Never), (options.KeyPrefix, options.Database, options.WaitForReplicas));
    }

    [Theory]
    [InlineData(
        "KeyPrefx", "shop:", "there is no setting 'Sessions:Redis:KeyPrefx'. Use one of these: ", " Redis:KeyPrefix, Redis:Database, ")]
    [InlineData("WaitForReplicas", "Always", "WaitForReplicas' is 'Always'. It must be FinalChanges or EveryCommit or Never")]
    [InlineData("Database", "first", "'Sessions:Redis:Database' is 'first'. It must be a whole number")]
    [InlineData("Database", "-1", "RedisEngineOptions.Database is -1. Set at least 0.")]
    [InlineData("KeyPrefix", "{shop}", "RedisEngineOptions.KeyPrefix has a brace")]
    [InlineData("ReplicaTimeout", "00:02:00", "RedisEngineOptions.ReplicaTimeout is 00:02:00. Set a value from 00:00:00.001 to 00:01:00.")]
    public async Task A_setting_that_is_not_valid_stops_the_start(string name, string value, params string[] expected)
    {
        using var host = Build(
            new() { ["Sessions:Engine"] = "redis", ["Sessions:ConnectionString"] = "none:1", ["Sessions:Redis:" + name] = value },
            ByConfiguration);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.All(expected, part => Assert.Contains(part, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_connection_string_that_is_missing_stops_the_start()
    {
        using var host = Build(new() { ["Sessions:Engine"] = "redis", ["Sessions:ConnectionString"] = "Shop" }, ByConfiguration);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync(Token));

        Assert.Contains("there is no connection string 'ConnectionStrings:Shop'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_settings_of_Redis_are_allowed_while_another_engine_is_chosen()
    {
        using var host = Build(
            new() { ["Sessions:Engine"] = "memory", ["Sessions:Redis:KeyPrefix"] = "{not validated}" }, ByConfiguration);

        Assert.NotNull(host.Services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value);
    }

    private static void ByConfiguration(TypedSessionsBuilder sessions) => sessions.UseConfiguredEngine(providers => providers.AddRedis());

    private static IHost Build(Dictionary<string, string?> settings, Action<TypedSessionsBuilder> choose)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        choose(builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions")));
        return builder.Build();
    }
}
