using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Http;

/// <summary>A site whose endpoints store a name, rotate the session and end it.</summary>
public abstract class CookieTest
{
    internal static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null, Action<WebApplication>? outer = null,
        string environment = "Production") => TestSite.StartAsync(
        app =>
        {
            app.MapGet("/untouched", () => "nothing");
            app.MapGet("/set", (HttpContext context) => context.Session.SetString("name", "Ada"));
            app.MapGet("/get", (HttpContext context) => context.Session.GetString("name") ?? "none");
            app.MapGet("/id", (HttpContext context) => context.Session.Id);
            app.MapGet("/login", (HttpContext context) => context.Session.RegenerateId());
            app.MapGet("/logout", (HttpContext context) => context.Session.Abandon());
            app.MapGet("/relogin", (HttpContext context) =>
            {
                context.Session.Abandon();
                context.Session.SetString("name", "Bob");
            });
        },
        options,
        outer: outer,
        environment: environment);
}
