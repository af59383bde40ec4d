using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Sessions.Renewal;

/// <summary>A site that renews session ids after an hour, on any engine.</summary>
public abstract class IdRenewalTest(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    internal static readonly TimeSpan Age = TimeSpan.FromHours(1);
    internal static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);

    public static TheoryData<string> Engines => AnyEngine.NamesOfInventories;

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal ISessionInventory Inventory { get; private set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal async Task<int> CountAsync() => (int)await Inventory.CountAsync(Cancel);

    // A browser with a renewed id, and one with the previous id.
    internal static async Task<(Browser Browser, Browser Previous)> RenewAsync(TestSite site)
    {
        var browser = site.Open();
        await browser.ReadAsync("/set/book");
        var previous = browser.Copy();
        site.Clock.Advance(Age);
        Assert.Equal("book", await browser.ReadAsync("/get"));
        Assert.NotEqual(previous.Token, browser.Token);
        return (browser, previous);
    }

    internal Task<TestSite> StartAsync(string engine) => StartAsync(engine, Age);

    internal Task<TestSite> StartAsync(string engine, TimeSpan? age)
        => LoginSite.StartAsync(
            LoginSite.Cookie,
            options => options.RenewIdAfter = age,
            engine: async clock =>
            {
                var opened = await _engine.OpenAsync(engine, clock);
                Inventory = (ISessionInventory)opened;
                return opened;
            },
            endpoints: Map);

    private static void Map(WebApplication app)
    {
        app.MapGet("/put/{key}", (string key, ISession session) => session.SetString(key, "1"));
        app.MapGet("/keys", (ISession session) => string.Join(' ', session.Keys.Order(StringComparer.Ordinal)));
        app.MapGet("/id", (ISession session) => session.Id);
        app.MapGet("/clear", (ISession session) => session.Clear());
        app.MapGet("/read-only", (ISession session) => session.GetString("cart")).ReadOnlySession();
        app.MapGet("/failed", (HttpContext context) =>
        {
            context.Session.SetString("failed", "1");
            context.Response.StatusCode = 500;
        });
        app.MapGet("/left", (ISession session) => session.TimeLeft?.ToString());
    }
}
