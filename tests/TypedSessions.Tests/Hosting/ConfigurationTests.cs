using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Hosting;

namespace TypedSessions.Tests.Hosting;

/// <summary>Options from a section of the configuration.</summary>
public sealed class ConfigurationTests
{
    private static readonly Dictionary<string, string?> Everything = new()
    {
        ["Cookie:Name"] = "id",
        ["Cookie:Domain"] = "example.com",
        ["Cookie:Path"] = "/shop",
        ["Cookie:SecurePolicy"] = "always",
        ["Cookie:HttpOnly"] = "false",
        ["Cookie:SameSite"] = "Strict",
        ["Cookie:IsEssential"] = "False",
        ["IdleTimeout"] = "00:20:00",
        ["ExpireWithBrowser"] = "true",
        ["RenewOnEveryRequest"] = "true",
        ["AbsoluteLifetime"] = "1.00:00:00",
        ["AnonymousIdleTimeout"] = "00:05:00",
        ["RotationGrace"] = "00:00:30",
        ["RenewIdAfter"] = "01:00:00",
        ["RenewalGrace"] = "00:00:20",
        ["MaxSize"] = "4096",
        ["AllowSynchronousLoad"] = "false",
        ["EngineTimeout"] = "00:00:05",
        ["RequireEngineAtStart"] = "false",
        ["SaveOnServerError"] = "true",
        ["ThrowOnEngineFailure"] = "true",
        ["RejectWhenGone"] = "true",
        ["SignIn:AddressFormat"] = "Full",
        ["SignIn:Enabled"] = "false",
        ["SignIn:LastSeenInterval"] = "00:05:00",
        ["SignIn:MaxSessionsPerOwner"] = "3",
        ["SignIn:WhenExceeded"] = "RefuseSignIn",
        ["SignIn:Schemes"] = "Cookies, Admin",
        ["Cleanup:Enabled"] = "false",
        ["Cleanup:Interval"] = "01:00:00",
        ["Cleanup:BatchSize"] = "7",
        ["Memory:MaxBytes"] = "5000000000",
        ["Files:Path"] = "sessions",
        ["Files:AllowSharedFolder"] = "true",
        ["Files:SynchronousCommit"] = "true",
        ["Files:LockTimeout"] = "00:00:01",
        ["Files:ClockSkew"] = "00:02:00",
        ["Database:TableName"] = "visitors",
        ["Database:CreateTable"] = "false",
        ["Database:SynchronousCommit"] = "true",
        ["Database:LockTimeout"] = "00:00:03",
        ["Database:ClockSkew"] = "00:04:00",
        ["Database:DiskReserve"] = "0",
        ["Database:UsePreparedStatements"] = "false",
        ["Database:MaxPayloadBytes"] = "5000",
        ["Cache:KeyPrefix"] = "shop:",
        ["Cache:CacheName"] = "redis",
        ["CachedDatabase:KeyPrefix"] = "copy:",
        ["CachedDatabase:CacheName"] = "memcached",
        ["CachedDatabase:MaxStaleness"] = "00:00:06",
        ["CachedDatabase:CacheTimeout"] = "00:00:00.7",
        ["Cookies:MaxCookies"] = "2",
        ["Cookies:Compress"] = "true",
    };

    [Fact]
    public void Every_setting_is_applied()
    {
        var options = Read(Everything);

        Assert.Equal(("id", "example.com", "/shop"), (options.Cookie.Name, options.Cookie.Domain, options.Cookie.Path));
        Assert.Equal((CookieSecurePolicy.Always, SameSiteMode.Strict), (options.Cookie.SecurePolicy, options.Cookie.SameSite));
        Assert.False(options.Cookie.HttpOnly);
        Assert.False(options.Cookie.IsEssential);
        Assert.Equal(TimeSpan.FromMinutes(20), options.IdleTimeout);
        Assert.True(options.ExpireWithBrowser);
        Assert.True(options.RenewOnEveryRequest);
        Assert.Equal(TimeSpan.FromDays(1), options.AbsoluteLifetime);
        Assert.Equal(TimeSpan.FromMinutes(5), options.AnonymousIdleTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.RotationGrace);
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(20)), (options.RenewIdAfter, options.RenewalGrace));
        Assert.Equal(4096, options.MaxSize);
        Assert.False(options.AllowSynchronousLoad);
        Assert.Equal(TimeSpan.FromSeconds(5), options.EngineTimeout);
        Assert.False(options.RequireEngineAtStart);
        Assert.True(options.SaveOnServerError);
        Assert.True(options.ThrowOnEngineFailure);
        Assert.True(options.RejectWhenGone);
        Assert.False(options.SignIn.Enabled);
        Assert.Equal(["Cookies", "Admin"], options.SignIn.Schemes);
        Assert.Equal((false, TimeSpan.FromHours(1), 7), (options.Cleanup.Enabled, options.Cleanup.Interval, options.Cleanup.BatchSize));
    }

    [Fact]
    public void Every_setting_of_an_engine_is_applied()
    {
        using var app = (IDisposable)Build(Everything, null);
        var services = ((WebApplication)app).Services;

        Assert.Equal(5_000_000_000, GetOptions<MemoryEngineOptions>().MaxBytes);
        var files = GetOptions<FileEngineOptions>();
        Assert.Equal(("sessions", true, true), (files.Path, files.AllowSharedFolder, files.SynchronousCommit));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), (files.LockTimeout, files.ClockSkew));
        var database = GetOptions<DatabaseEngineOptions>();
        Assert.Equal(("visitors", false, true), (database.TableName, database.CreateTable, database.SynchronousCommit));
        Assert.Equal((TimeSpan.FromSeconds(3), TimeSpan.FromMinutes(4)), (database.LockTimeout, database.ClockSkew));
        Assert.Equal((0, false, 5000), (database.DiskReserve, database.UsePreparedStatements, database.MaxPayloadBytes));
        var cache = GetOptions<CacheEngineOptions>();
        Assert.Equal(("shop:", "redis"), (cache.KeyPrefix, cache.CacheName));
        var copies = GetOptions<CachedDatabaseOptions>();
        Assert.Equal(("copy:", "memcached"), (copies.KeyPrefix, copies.CacheName));
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.FromMilliseconds(700)), (copies.MaxStaleness, copies.CacheTimeout));
        Assert.Equal((2, true), (GetOptions<CookieEngineOptions>().MaxCookies, GetOptions<CookieEngineOptions>().Compress));

        T GetOptions<T>()
            where T : class
            => services.GetRequiredService<IOptions<T>>().Value;
    }

    [Fact]
    public void Every_option_is_a_setting()
    {
        using var app = (IDisposable)Build([], null);
        var settings = ((WebApplication)app).Services.GetServices<IValidateOptions<TypedSessionsOptions>>()
            .OfType<ConfigurationSettings>().Single().Names;
        string[] expected =
        [
            .. Names(typeof(TypedSessionsOptions)).Except(["Cookie", "Cleanup", "SignIn", "JsonSerializerOptions"]),
            .. Names(typeof(SessionSignInOptions)).Except(["GetOwner", "GetMaxSessions"]).Select(name => "SignIn:" + name),
            .. Names(typeof(SessionCleanupOptions)).Select(name => "Cleanup:" + name),
            .. Names(typeof(MemoryEngineOptions)).Select(name => "Memory:" + name),
            .. Names(typeof(FileEngineOptions)).Select(name => "Files:" + name),
            .. Names(typeof(DatabaseEngineOptions)).Except(["Dialect"]).Select(name => "Database:" + name),
            .. Names(typeof(CacheEngineOptions)).Select(name => "Cache:" + name),
            .. Names(typeof(CachedDatabaseOptions)).Select(name => "CachedDatabase:" + name),
            .. Names(typeof(CookieEngineOptions)).Select(name => "Cookies:" + name),
        ];

        Assert.Equal(expected.Order(), settings.Where(name => !name.StartsWith("Cookie:", StringComparison.Ordinal)).Order());
        Assert.Equal(Everything.Keys.Order(), settings.Order());
    }

    [Theory]
    [InlineData("IdelTimeout", "00:20:00", "there is no setting 'Sessions:IdelTimeout'. Use one of these: Cookie:Name,")]
    [InlineData("Cookie:MaxAge", "00:20:00", "there is no setting 'Sessions:Cookie:MaxAge'")]
    [InlineData("IdleTimeout", "20", "'Sessions:IdleTimeout' is '20'. It must be a time as days.hours:minutes:seconds")]
    [InlineData("IdleTimeout", "", "'Sessions:IdleTimeout' is ''")]
    [InlineData("ExpireWithBrowser", "yes", "'Sessions:ExpireWithBrowser' is 'yes'. It must be true or false")]
    [InlineData("MaxSize", "256k", "'Sessions:MaxSize' is '256k'. It must be a whole number")]
    [InlineData("Cookie:SameSite", "loose", "'Sessions:Cookie:SameSite' is 'loose'. It must be None or Lax or Strict")]
    [InlineData("Cookie:Name", "", "'Sessions:Cookie:Name' is ''. It must be a text that is not empty")]
    [InlineData("Files:LockTimeout", "5", "'Sessions:Files:LockTimeout' is '5'. It must be a time as days.hours:minutes:seconds")]
    [InlineData("Database:Dialect", "x", "there is no setting 'Sessions:Database:Dialect'")]
    [InlineData("MaxSize", "5", "TypedSessionsOptions.MaxSize is 5. Set at least 1024.")]
    [InlineData("RotationGrace", "02:00:00", "RotationGrace is 02:00:00. Set a value from 00:00:00 to 01:00:00.")]
    [InlineData("Cleanup:Interval", "00:00:00", "Cleanup.Interval is 00:00:00. Set a value from 00:00:00.001 to 49.00:00:00.")]
    [InlineData("Cleanup:BatchSize", "0", "Cleanup.BatchSize is 0. Set at least 1.")]
    public async Task An_error_in_the_configuration_is_reported_at_start(string name, string value, string expected)
    {
        await using var app = Build(new() { [name] = value }, null);

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public void The_choice_of_the_engine_is_left_to_the_application_and_code_wins()
    {
        var options = Read(
            new() { ["Engine"] = "files", ["Provider"] = "sqlite", ["ConnectionString"] = "x", ["MaxSize"] = "4096" },
            it => it.MaxSize = 8192);

        Assert.Equal(8192, options.MaxSize);
    }

    private static IEnumerable<string> Names(Type options) => options.GetProperties().Select(property => property.Name);

    private static TypedSessionsOptions Read(Dictionary<string, string?> settings, Action<TypedSessionsOptions>? configure = null)
    {
        using var app = (IDisposable)Build(settings, configure);
        return ((WebApplication)app).Services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value;
    }

    private static WebApplication Build(Dictionary<string, string?> settings, Action<TypedSessionsOptions>? configure)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings.Select(pair => KeyValuePair.Create("Sessions:" + pair.Key, pair.Value)));
        builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions"), configure).UseMemory();
        return builder.Build();
    }
}
