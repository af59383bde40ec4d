using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Django;

/// <summary>A site that sets and gets a name, with a page that the test defines.</summary>
public abstract class SurprisesTest : IDisposable
{
    /// <summary>A well-formed token without a session.</summary>
    internal const string UnknownToken = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private readonly SqliteFile _file = new();

    public static TheoryData<string> Engines => ["memory", "sqlite"];

    internal static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal SqliteFile Database => _file;

    public void Dispose()
    {
        _file.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a site whose page at <c>/page</c> returns a status or a text.</summary>
    internal Task<TestSite> StartAsync(string engine, Func<ISession, object?> page, Action<TypedSessionsOptions>? options = null)
        => StartAsync(engine == "memory" ? null : OpenSqliteAsync, page, options);

    internal static Task<TestSite> StartAsync(
        Func<ManualClock, ValueTask<ISessionEngine>>? engine, Func<ISession, object?> page, Action<TypedSessionsOptions>? options = null)
        => TestSite.StartAsync(
            app =>
            {
                app.MapGet("/set", (HttpContext context) => context.Session.Set("name", "Ada"));
                app.MapGet("/get", (HttpContext context) => context.Session.Get("name", "none"));
                app.MapGet("/id", (HttpContext context) => context.Session.Id);
                app.MapGet("/untouched", () => "");
                app.MapGet("/page", (HttpContext context) => page(context.Session) switch
                {
                    int status => Results.Text("", statusCode: status),
                    var text => Results.Text($"{text}"),
                });
            },
            options,
            engine: engine);

    internal async ValueTask<ISessionEngine> OpenSqliteAsync(ManualClock clock)
    {
        var engine = _file.NewEngine(clock);
        await engine.EnsureCreatedAsync(Cancel);
        return engine;
    }

    internal static async Task<SessionKey> KeyAsync(Browser browser)
    {
        Assert.True(SessionKey.TryParse(await browser.ReadAsync("/id"), out var key));
        return key;
    }

    internal static Task<long> CountAsync(TestSite site) => ((ISessionInventory)site.Engine.Inner).CountAsync(Cancel).AsTask();

    /// <summary>Converts an action to a page without text.</summary>
    internal static object? Do(Action action)
    {
        action();
        return null;
    }
}
