using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>A site on any engine whose rotated sessions leave a closed copy under the previous id.</summary>
public abstract class ClosedCopyTest(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);

    public static TheoryData<string> Engines => AnyEngine.Names;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task<TestSite> StartAsync(string engine)
        => LoginSite.StartAsync(LoginSite.Cookie, endpoints: Map, engine: clock => _engine.OpenAsync(engine, clock));

    internal static void Map(WebApplication app)
    {
        app.MapGet("/renew", (ISession session) => session.RegenerateId());
        app.MapGet("/forever/{value}", (string value, ISession session) =>
        {
            session.SetString("cart", value);
            session.Expiry = SessionExpiry.Idle(TimeSpan.FromDays(1000));
        });
        app.MapGet("/age", (ISession session, TimeProvider clock)
            => $"{(session.Expiry == SessionExpiry.Default ? 0 : 1)} {clock.GetUtcNow() - session.CreatedAt}");
        app.MapGet("/abandon", (ISession session) => session.Abandon());
        app.MapGet("/id", (ISession session) => session.Id);
        app.MapGet("/relogin/{name}", async (string name, HttpContext context) =>
        {
            await context.SignOutAsync();
            await context.SignInAsync(LoginSite.GetPrincipal(name, "relogin"));
        });
    }
}
