using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Engines.Database;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary><c>UseCache</c> and <c>UseCachedDatabase</c>.</summary>
public sealed class CacheRegistrationTests : IDisposable
{
    private readonly SqliteFile _file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task UseCache_takes_the_application_s_cache()
    {
        await using var app = Build(sessions => sessions.UseCache(), services => services.AddDistributedMemoryCache());
        await app.StartAsync(Token);
        Assert.IsType<CacheSessionEngine>(app.Services.GetRequiredService<ISessionEngine>());
    }

    [Fact]
    public async Task A_cache_can_be_chosen_by_its_name()
    {
        var named = new ProbedCache(ProbedCache.InMemory(TimeProvider.System));
        await using var app = Build(
            sessions => sessions.UseCache(it => it.CacheName = "sessions"),
            services => services.AddDistributedMemoryCache().AddKeyedSingleton<IDistributedCache>("sessions", named));
        await app.Services.GetRequiredService<ISessionEngine>().LoadAsync(NewKey(), Token);
        Assert.NotEmpty(named.Calls);
    }

    [Theory]
    [InlineData(null, "AddDistributedMemoryCache")]
    [InlineData("sessions", "CacheName is 'sessions'")]
    public async Task A_missing_cache_stops_the_application_at_start_with_a_hint(string? name, string hint)
    {
        await using var app = Build(sessions => sessions.UseCache(it => it.CacheName = name), _ => { });
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => app.StartAsync(Token));
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UseCachedDatabase_creates_the_table_and_disposes_the_database_with_the_application()
    {
        var app = Build(
            sessions => sessions.UseCachedDatabase(SqliteFactory.Instance, _file.ConnectionString),
            services => services.AddDistributedMemoryCache());
        await app.StartAsync(Token);
        var engine = Assert.IsType<CachedDatabaseSessionEngine>(app.Services.GetRequiredService<ISessionEngine>());
        var now = TimeProvider.System.GetUtcNow();
        Assert.True(await engine.CreateAsync(
            NewKey(), new SessionRecord { Values = SessionValues.Empty, CreatedAt = now, ExpiresAt = now + TimeSpan.FromDays(1) }, Token));
        Assert.Equal(1, await engine.CountAsync(Token));
        await app.StopAsync(Token);
        await app.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.RemoveAsync(NewKey(), Token));
    }

    private static WebApplication Build(Action<TypedSessionsBuilder> engine, Action<IServiceCollection> services)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        engine(builder.Services.AddTypedSessions());
        services(builder.Services);
        var app = builder.Build();
        app.UseTypedSessions();
        return app;
    }
}
