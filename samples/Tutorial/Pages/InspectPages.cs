using Tutorial.Components;
using TypedSessions.Storage;

namespace Tutorial.Pages;

/// <summary>Shows the visitor's stored record.</summary>
internal static class InspectPages
{
    public static void Map(IEndpointRouteBuilder app)
    {
        #region GET /inspect/
        app.MapGet("/inspect/", async (ISession session, IServiceProvider services, CancellationToken cancellation) =>
        {
            // The id is the record's key, the hash of the token in the cookie: it finds the record, but no cookie
            // can be made from it. With UseCookie there is no engine: the cookie is the record.
            var record = SessionKey.TryParse(session.Id, out var key) && services.GetService<ISessionEngine>() is { } engine
                ? await engine.LoadAsync(key, cancellation)
                : null;

            return Page.Show<StoredRecord>(new { Key = key, Record = record, HasSession = !session.IsNew });
        });
        #endregion
    }
}
