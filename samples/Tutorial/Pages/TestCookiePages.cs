using Microsoft.AspNetCore.Antiforgery;
using Tutorial.Components;
using TypedSessions;

namespace Tutorial.Pages;

/// <summary>Does this browser return cookies? Only its next request can tell.</summary>
internal static class TestCookiePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login/", ShowForm);
        app.MapPost("/login/", LogIn).DisableAntiforgery();
    }

    private static async Task<IResult> ShowForm(HttpContext context, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);
        context.Session.SetTestCookie();
        return Page.Show<TestCookieForm>();
    }

    private static async Task<IResult> LogIn(HttpContext context, IAntiforgery antiforgery, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);

        // Before antiforgery: it needs a cookie too, and its error would hide what is wrong.
        if (!context.Session.TestCookieWorked())
        {
            return Page.Say("Please enable cookies and try again.");
        }

        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.BadRequest();
        }

        context.Session.DeleteTestCookie();
        return Page.Say("You're logged in.");
    }
}
