using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>One value: set on one page, read on another.</summary>
internal static class BookPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        #region GET /setsession/
        app.MapGet("/setsession/", (BookSession session) =>
        {
            session.BookName = "Sherlock Holmes";
            return Page.Say("The Session has been successfully set");
        });
        #endregion

        #region GET /getsession/
        app.MapGet("/getsession/", (BookSession session) =>
            Page.Say($"The Book Name is: {session.BookName ?? "(not set)"}"));
        #endregion
    }
}
