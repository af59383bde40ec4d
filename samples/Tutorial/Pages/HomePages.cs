using Tutorial.Components;

namespace Tutorial.Pages;

/// <summary>What the site is, and where to go. It touches no session, so nothing is read and no cookie is sent.</summary>
internal static class HomePages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/", Home);
    }

    private static IResult Home()
    {
        return Page.Show<Home>();
    }
}
