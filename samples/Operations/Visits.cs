using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using TypedSessions;
using TypedSessions.Storage;

namespace Operations;

/// <summary>The endpoints for visitors. A sign-in needs no password, because the site only demonstrates the dashboard.</summary>
internal static class Visits
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var visits = app.MapGroup("/visits");
        visits.MapPost("/page", (VisitSession session) => session.Pages++);
        visits.MapPost("/search", (string text, VisitSession session) => session.LastSearch = text);
        visits.MapPost("/basket", (string item, VisitSession session) => session.Basket = [.. session.Basket ?? [], item]);
        visits.MapPost("/pin", (string pin, VisitSession session) => session.Pin = pin);
        visits.MapPost("/sign-in", (string user, HttpContext context) => SignInAsync(context, user, "visitor"));
        visits.MapPost("/sign-out", (HttpContext context) => context.SignOutAsync());
        visits.MapPost("/device", async (string label, ISession session, ISessionManager manager) =>
        {
            if (session.Owner is { } owner && SessionKey.TryParse(session.Id, out var key))
            {
                await manager.SetLabelAsync(owner, key, label);
            }
        });
    }

    /// <summary>Signs a user in with a role.</summary>
    public static Task SignInAsync(HttpContext context, string user, string role)
    {
        var identity = new ClaimsIdentity(
            [new Claim(ClaimTypes.NameIdentifier, user), new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.Role, role)],
            CookieAuthenticationDefaults.AuthenticationScheme);
        return context.SignInAsync(new ClaimsPrincipal(identity));
    }
}
