// The test cookie: set in one place and forgotten, or deleted unread.
namespace Mistakes.Cookies;

public static class LoginPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/login", (HttpContext context) =>
        {
            Ask(context.Session);
            return "Name, please";
        });
        app.MapPost("/login", (HttpContext context) =>
        {
            {|TSES031:context.Session.DeleteTestCookie()|};
            return Results.Redirect("/");
        });
    }

    private static void Ask(ISession session) => session.SetTestCookie();
}
