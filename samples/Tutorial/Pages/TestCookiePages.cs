using Microsoft.AspNetCore.Antiforgery;
using Tutorial.Components;

namespace Tutorial.Pages;

/// <summary>Tests whether the browser returns cookies, which only its next request can show.</summary>
internal static class TestCookiePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        #region GET /login/
        app.MapGet("/login/", (ISession session) =>
        {
            session.SetTestCookie();
            return Page.Show<TestCookieForm>();
        });
        #endregion

        #region POST /login/
        app.MapPost("/login/", async (ISession session, HttpContext context, IAntiforgery antiforgery) =>
        {
            // Before antiforgery, which needs a cookie too and would hide the cause.
            if (!session.TestCookieWorked())
            {
                return Page.Say("Please enable cookies and try again.");
            }

            if (!await antiforgery.IsRequestValidAsync(context))
            {
                return Results.BadRequest();
            }

            session.DeleteTestCookie();
            return Page.Say("You're logged in.");
        }).DisableAntiforgery();
        #endregion
    }
}
