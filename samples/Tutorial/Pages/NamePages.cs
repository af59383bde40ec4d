using Tutorial.Models;

namespace Tutorial.Pages;

/// <summary>Two values, one of which can be deleted.</summary>
internal static class NamePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/set/", Set);
        app.MapGet("/get/", Get);
        app.MapGet("/del/", Delete);
    }

    private static IResult Set(NameSession session)
    {
        session.Name = "Bipasha";
        session.LastName = "Codedec";
        return Page.Say("Session Set!!!!");
    }

    private static IResult Get(NameSession session)
    {
        return Page.Say(
            $"Name: {session.Name ?? "(not set)"}",
            $"Last name: {session.LastName ?? "(not set)"}");
    }

    private static IResult Delete(NameSession session)
    {
        // Null means "not in the session". Setting it again has no effect.
        session.Name = null;
        return Page.Say("Session Deleted!!");
    }
}
