using Microsoft.AspNetCore.Mvc;
using Tutorial.Components;
using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>Signs users in, with a new session id, and out, which ends the session.</summary>
internal static class LoginPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/myapp/connection/", Connection);
        app.MapPost("/myapp/login/", Login);
        app.MapGet("/myapp/logout/", Logout);

        // A visitor typed the form's address, or came back to it.
        app.MapGet("/myapp/login/", () => Results.LocalRedirect("/myapp/connection/"));
    }

    private static IResult Connection(LoginSession login)
    {
        return login.UserName is { } name
            ? Page.Say($"Welcome back, {name}. You are logged in.")
            : Page.Show<LoginForm>();
    }

    private static IResult Login(ISession session, LoginSession login, [FromForm] string username)
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
    }

    private static IResult Logout(ISession session)
    {
        session.Abandon();
        return Page.Say("You are logged out.");
    }
}
