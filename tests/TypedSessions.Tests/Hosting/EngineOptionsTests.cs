using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Hosting;

/// <summary>The options of engines are set by code and configuration and are validated at start.</summary>
public sealed class EngineOptionsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("memory", "Memory:MaxBytes", "0", "MemoryEngineOptions.MaxBytes is 0. Set at least 1.")]
    [InlineData("files", "Files:LockTimeout", "00:11:00", "LockTimeout is 00:11:00. Set a value from 00:00:00.001 to 00:10:00.")]
    [InlineData("files", "Files:ClockSkew", "-00:00:01", "ClockSkew is -00:00:01. Set a value from 00:00:00 to 30.00:00:00.")]
    [InlineData("files", "Files:ClockSkew", "00:00:00", "FileEngineOptions.Path is missing. Set it in UseFiles(path), or as 'Files:Path'")]
    [InlineData("database", "Database:TableName", "a b", "DatabaseEngineOptions.TableName is not a valid name of a table. Use a letter")]
    [InlineData("database", "Database:LockTimeout", "00:00:00.5", "LockTimeout is 00:00:00.5000000. Set a value from 00:00:01")]
    [InlineData("database", "Database:ClockSkew", "31.00:00:00", "DatabaseEngineOptions.ClockSkew is 31.00:00:00. Set a value")]
    [InlineData("database", "Database:DiskReserve", "-1", "DatabaseEngineOptions.DiskReserve is -1. Set at least 0.")]
    [InlineData("database", "Database:MaxPayloadBytes", "1023", "DatabaseEngineOptions.MaxPayloadBytes is 1023. Set at least 1024.")]
    [InlineData("cache", "Cache:KeyPrefix", " ", "'Sessions:Cache:KeyPrefix' is ' '. It must be a text that is not empty")]
    [InlineData("cachedDatabase", "CachedDatabase:MaxStaleness", "00:00:00", "CachedDatabaseOptions.MaxStaleness is 00:00:00. Set a value")]
    [InlineData("cachedDatabase", "CachedDatabase:CacheTimeout", "00:02:00", "CachedDatabaseOptions.CacheTimeout is 00:02:00. Set a value")]
    [InlineData("cachedDatabase", "Database:TableName", "a b", "DatabaseEngineOptions.TableName is not a valid name")]
    [InlineData("cookies", "Cookies:MaxCookies", "8", "CookieEngineOptions.MaxCookies is 8. Set a value from 1 to 7.")]
    public async Task An_option_out_of_its_range_stops_the_start(string engine, string setting, string value, string expected)
    {
        using var host = Build(new() { ["Engine"] = engine, [setting] = value });

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public async Task An_option_that_code_sets_is_validated_too()
    {
        using var host = Build(
            new() { ["Engine"] = "cache" }, services => services.Configure<CacheEngineOptions>(options => options.KeyPrefix = " "));

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.Contains("CacheEngineOptions.KeyPrefix is empty. Set a prefix", exception.Message);
    }

    [Fact]
    public async Task The_options_of_an_engine_that_is_not_used_are_not_validated()
    {
        using var host = Build(new() { ["Engine"] = "memory", ["Database:TableName"] = "a b" });

        await host.StartAsync(Token);

        Assert.IsType<MemorySessionEngine>(host.Services.GetRequiredService<ISessionEngine>());
    }

    [Fact]
    public void Configuration_services_and_the_call_compose_and_the_last_one_wins()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?> { ["Sessions:Memory:MaxBytes"] = "1000", ["Own:MaxBytes"] = "2000" });
        builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"));
        Assert.Equal(1000, Read());

        builder.Services.Configure<MemoryEngineOptions>(builder.Configuration.GetSection("Own"));
        Assert.Equal(2000, Read());

        builder.Services.AddTypedSessions().UseMemory(options => options.MaxBytes += 1);
        Assert.Equal(2001, Read());

        long Read()
        {
            using var provider = builder.Services.BuildServiceProvider();
            return provider.GetRequiredService<IOptions<MemoryEngineOptions>>().Value.MaxBytes;
        }
    }

    private static IHost Build(Dictionary<string, string?> settings, Action<IServiceCollection>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create("Sessions:" + pair.Key, pair.Value)));
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Sessions:ConnectionString", (string?)"Data Source=:memory:")]);
        builder.Services.AddDistributedMemoryCache().AddDataProtection();
        builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"))
            .UseConfiguredEngine(providers => providers.Add("sqlite", SqliteFactory.Instance));
        configure?.Invoke(builder.Services);
        return builder.Build();
    }
}
