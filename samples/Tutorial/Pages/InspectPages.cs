using Tutorial.Components;
using TypedSessions.Storage;

namespace Tutorial.Pages;

/// <summary>The visitor's own record, as the requests before this one left it.</summary>
internal static class InspectPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/inspect/", Inspect);
    }

    private static async Task<IResult> Inspect(
        ISession session, IServiceProvider services, CancellationToken cancellation)
    {
        // The session's id is a public handle, the hash of what the cookie carries:
        // it finds the record, and no cookie can be made from it. With UseCookie there is no engine: the cookie is the record.
        var record = SessionKey.TryParse(session.Id, out var key) && services.GetService<ISessionEngine>() is { } engine
            ? await engine.LoadAsync(key, cancellation)
            : null;

        return Page.Show<StoredRecord>(new { Key = key, Record = record, HasSession = !session.IsNew });
    }
}
