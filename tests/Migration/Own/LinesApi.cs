namespace Migration.Own;

/// <summary>Endpoints that use the application's own extension methods.</summary>
public static class LinesApi
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/lines/{line:int}", (ISessionManager manager, int line) => manager.Lines = [.. manager.Lines, line]);
        app.MapGet("/lines", (HttpContext context) => string.Join(' ', context.Session.Get<List<int>>("lines") ?? []));
    }
}
