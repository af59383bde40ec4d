using Microsoft.AspNetCore.Mvc;
using Tutorial.Components;
using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>Signing in and out. The session id changes at the one, and the session ends at the other.</summary>
internal static class LoginPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/myapp/connection/", Connection);
        app.MapPost("/myapp/login/", Login);
        app.MapGet("/myapp/logout/", Logout);

        // Somebody typed the address of the form's target, or came back to it.
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

        // A cookie that somebody planted or copied before the login is worth nothing after it.
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
