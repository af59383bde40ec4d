using Microsoft.AspNetCore.Mvc;
using Tutorial.Components;
using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>Signs users in, with a new session id, and out, which ends the session.</summary>
internal static class LoginPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        #region GET /myapp/connection/
        app.MapGet("/myapp/connection/", (LoginSession login) => login.UserName is { } name
            ? Page.Say($"Welcome back, {name}. You are logged in.")
            : Page.Show<LoginForm>());
        #endregion

        #region POST /myapp/login/
        app.MapPost("/myapp/login/", (ISession session, LoginSession login, [FromForm] string username) =>
        {
            if (username.Trim() is not { Length: > 0 and <= 64 } name)
            {
                return Page.Show<LoginForm>(
                    new { Problem = "Please give a name of 1 to 64 characters." }, StatusCodes.Status400BadRequest);
            }

            // A cookie that was planted or copied before the login is worthless after it.
            session.RegenerateId();
            login.UserName = name;
            return Page.Say($"Welcome, {name}. You are logged in.");
        });
        #endregion

        #region GET /myapp/logout/
        app.MapGet("/myapp/logout/", (ISession session) =>
        {
            session.Abandon();
            return Page.Say("You are logged out.");
        });
        #endregion

        // The visitor entered the form's address or returned to it.
        app.MapGet("/myapp/login/", () => Results.LocalRedirect("/myapp/connection/"));
    }
}
