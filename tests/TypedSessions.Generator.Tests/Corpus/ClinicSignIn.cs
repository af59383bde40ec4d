// Login by endpoint classes, with owner; new id in a helper.
namespace Clinic;

[SessionModel(Prefix = "clinic.")]
public partial class DoctorSession
{
    [SessionProperty] public partial Guid? UserId { get; set; }
    [SessionProperty] public partial string? Role { get; set; }
    [SessionProperty] public partial string? LoginHint { get; set; }
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int LoginAttempts { get; set; }
}

public sealed record LoginRequest(string User, string Password);

public interface IDirectory
{
    ValueTask<(Guid Id, string Role)?> VerifyAsync(LoginRequest request, CancellationToken ct);
}

public static class AuthEndpoints
{
    public static IEndpointRouteBuilder MapAuth(this IEndpointRouteBuilder app)
    {
        var auth = app.MapGroup("/auth");
        auth.MapGet("/login", (DoctorSession s, string? hint) =>
        {
            s.LoginHint = hint;
            return Results.Content("<form>", "text/html");
        });
        auth.MapPost("/login", LoginAsync);
        auth.MapPost("/logout", Logout);
        auth.MapPost("/signin-code", (DoctorSession s, Guid doctor) =>
        {
            {|TSES045:s.UserId = doctor|};
            s.Role = "doctor";
            return Results.NoContent();
        });
        auth.MapDelete("/session", (ISession session) => session.Clear());
        return app;
    }

    private static async Task<IResult> LoginAsync(DoctorSession s, LoginRequest request, IDirectory directory, CancellationToken ct)
    {
        if (await directory.VerifyAsync(request, ct) is not { } doctor)
        {
            s.LoginAttempts++;
            return Results.Unauthorized();
        }

        Elevate((ITypedSession)s.Session, doctor.Id.ToString());
        s.UserId = doctor.Id;
        s.Role = doctor.Role;
        return Results.Ok();
    }

    private static IResult Logout(DoctorSession s)
    {
        s.Session.Abandon();
        return Results.NoContent();
    }

    private static void Elevate(ITypedSession session, string owner)
    {
        session.RegenerateId();
        session.Owner = owner;
        session.Expiry = SessionExpiry.Idle(TimeSpan.FromMinutes(15));
    }
}
