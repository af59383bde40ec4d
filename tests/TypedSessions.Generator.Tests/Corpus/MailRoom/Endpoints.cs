// The requests that feed the queue. A library: its host adds the models.
using TypedSessions.Storage;

namespace MailRoom;

public static class MailEndpoints
{
    public static TypedSessionsBuilder AddMailRoom(this TypedSessionsBuilder sessions)
    {
        sessions.Services.AddSingleton<MailQueue>();
        sessions.Services.AddHostedService<MailSender>();
        sessions.Services.AddHostedService<SessionReport>();
        return sessions.AddModel<MailSession>().AddModel<ChatSession>();
    }

    public static RouteGroupBuilder MapMailRoom(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("/mail").WithTags("mail");
        group.MapPost("/", Send).AddEndpointFilter(RequireAddress);
        group.MapPut("/address", (MailSession mail, string address) => mail.Address = address);
        group.MapGet("/sent", (MailSession mail) => mail.Sent.OrderBy(address => address, StringComparer.OrdinalIgnoreCase));
        endpoints.MapHub<ChatHub>("/chat").PreloadSession();
        return group;
    }

    private static async Task<IResult> Send(MailSession mail, MailQueue queue, HttpContext context, CancellationToken cancellation)
    {
        if (!SessionKey.TryParse(context.Session.Id, out var key))
        {
            return Results.BadRequest();
        }

        await queue.EnqueueAsync(new MailOrder(key, mail.Address!), cancellation);
        return Results.Accepted();
    }

    private static async ValueTask<object?> RequireAddress(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
        => context.Arguments.OfType<MailSession>().FirstOrDefault() is { Address: null }
            ? Results.BadRequest("No address")
            : await next(context);
}
