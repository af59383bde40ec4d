using Tutorial.Components;
using TypedSessions.Storage;

namespace Tutorial.Pages;

/// <summary>The visitor's own record, as the requests before this one left it in the database.</summary>
internal static class InspectPages
{
    public static void Map(IEndpointRouteBuilder app) => app.MapGet("/inspect/", Inspect);

    private static async Task<IResult> Inspect(HttpContext context, ISessionEngine engine, CancellationToken cancellation)
    {
        await context.Session.LoadAsync(cancellation);

        // The handle is the hash of what the cookie carries: it finds the record, and no cookie can be made from it.
        var record = SessionKey.TryParse(context.Session.Id, out var key)
            ? await engine.LoadAsync(key, cancellation)
            : null;

        return Page.Show<StoredRecord>(new { Key = key, Record = record });
    }
}
