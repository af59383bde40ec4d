// Fire and forget.
namespace Newsletter;

[SessionModel]
public partial class SubscriberSession
{
    [SessionProperty] public partial string? Email { get; set; }
    [SessionProperty] public partial bool Confirmed { get; set; }
    [SessionProperty] public partial DateTimeOffset? LastMail { get; set; }
}

public interface IMailer
{
    Task SendAsync(string to, string body);
}

public static class SubscribeEndpoints
{
    public static void MapNewsletter(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/subscribe", (SubscriberSession session, IMailer mailer, [FromForm] string email, TimeProvider clock) =>
        {
            session.Email = email;
            Task.Run(async () =>
            {
                await mailer.SendAsync(email, "Welcome");
                {|TSES042:session|}.LastMail = clock.GetUtcNow();
            });
            return Results.Ok();
        });

        routes.MapPost("/subscribe2", async (SubscriberSession session, IMailer mailer, [FromForm] string email) =>
        {
            session.Email = email;
            await Task.Run(() => Hash(email));
            _ = Task.Run(() => mailer.SendAsync(email, "Welcome"));
            return Results.Ok(session.Confirmed);
        });

        routes.MapGet("/confirm", (SubscriberSession session, HttpContext context, ILoggerFactory logs) =>
        {
            session.Confirmed = true;
            var address = session.Email;
            context.Response.OnCompleted(() =>
            {
                logs.CreateLogger("confirm").LogInformation("{Address} confirmed", address);
                return Task.CompletedTask;
            });
            return Results.Ok();
        });
    }

    private static int Hash(string email) => email.Aggregate(17, (h, c) => unchecked(h * 31 + c));
}
