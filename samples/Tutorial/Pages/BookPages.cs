using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>One value: set on one page, read on another.</summary>
internal static class BookPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/setsession/", SetSession);
        app.MapGet("/getsession/", GetSession);
    }

    private static IResult SetSession(BookSession session)
    {
        session.BookName = "Sherlock Holmes";
        return Page.Say("The Session has been successfully set");
    }

    private static IResult GetSession(BookSession session)
    {
        return Page.Say($"The Book Name is: {session.BookName ?? "(not set)"}");
    }
}
