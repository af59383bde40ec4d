using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>Two values, one of which can be deleted.</summary>
internal static class NamePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        #region GET /set/
        app.MapGet("/set/", (NameSession session) =>
        {
            session.Name = "Bipasha";
            session.LastName = "Codedec";
            return Page.Say("Session Set!!!!");
        });
        #endregion

        #region GET /get/
        app.MapGet("/get/", (NameSession session) => Page.Say(
            $"Name: {session.Name ?? "(not set)"}",
            $"Last name: {session.LastName ?? "(not set)"}"));
        #endregion

        #region GET /del/
        app.MapGet("/del/", (NameSession session) =>
        {
            // Null means "not in the session". Setting it again has no effect.
            session.Name = null;
            return Page.Say("Session Deleted!!");
        });
        #endregion
    }
}
