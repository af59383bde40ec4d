using Tutorial.Components;

namespace Tutorial.Pages;

/// <summary>The start page. It does not use the session, so nothing is read and no cookie is sent.</summary>
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
