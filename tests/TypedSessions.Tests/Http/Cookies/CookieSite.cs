using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http.Cookies;

/// <summary>A site with sessions in cookies.</summary>
internal static class CookieSite
{
    public const string Name = "__Host-session";

    public static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null, Action<CookieEngineOptions>? engine = null, KeyRing? ring = null,
        Action<WebApplication>? more = null)
        => TestSite.StartAsync(
            app =>
            {
                MapEndpoints(app);
                more?.Invoke(app);
            },
            options,
            (services, sessions) =>
            {
                ring ??= new KeyRing();
                services.AddDataProtection().SetApplicationName("tests");
                services.Configure<KeyManagementOptions>(it => it.XmlRepository = ring);
                sessions.UseCookie(engine).AddModel<CounterSession>();
            });

    private static void MapEndpoints(WebApplication app)
    {
        app.MapGet("/untouched", () => "nothing");
        app.MapGet("/set", (ISession session, string key, string value) => session.SetString(key, value));
        app.MapGet("/get", (ISession session, string key) => session.GetString(key) ?? "none");
        app.MapGet("/remove", (ISession session, string key) => session.Remove(key));
        app.MapGet("/fill", (ISession session, int size) => session.Set("noise", RandomNumberGenerator.GetBytes(size)));
        app.MapGet("/size", (ISession session) => session.Get("noise")?.Length ?? 0);
        app.MapGet("/add", (CounterSession counter, string line) => counter.Lines.Add(line));
        app.MapGet("/lines", (CounterSession counter) => string.Join(' ', counter.Lines));
        app.MapGet("/id", (ISession session) => session.Id);
        app.MapGet("/login", (ISession session) => session.RegenerateId());
        app.MapGet("/logout", (ISession session) => session.Abandon());
        app.MapGet("/begin-again", (ISession session) =>
        {
            session.Abandon();
            session.SetString("name", "Bob");
        });
        app.MapGet("/fail", (HttpContext context) =>
        {
            context.Session.SetString("name", "Bob");
            context.Response.StatusCode = 500;
        });
    }
}
