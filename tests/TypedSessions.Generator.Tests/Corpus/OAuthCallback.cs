// A sign-in by way of another site: state and verifier wait in the session, and end with the callback.
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace OAuth;

[SessionModel(Prefix = "oauth.")]
internal sealed partial class OAuthSession
{
    [SessionProperty] public partial string? State { get; set; }

    [SessionProperty] public partial string? ReturnUrl { get; set; }

    [SessionProperty] public partial DateTimeOffset? Began { get; set; }

    [SessionProperty] public partial string? Subject { get; set; }
}

internal sealed class OAuthEndpoints(IHttpClientFactory http, TimeProvider clock, IConfiguration configuration)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public IResult Begin(OAuthSession session, string? returnUrl)
    {
        session.State = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        session.ReturnUrl = returnUrl;
        session.Began = clock.GetUtcNow();
        return Results.Redirect(QueryHelpers.AddQueryString(configuration["OAuth:Authority"]!, "state", session.State));
    }

    public async Task<IResult> EndAsync(OAuthSession session, string code, string state, CancellationToken cancellation)
    {
        if (session is not { State: { } expected, Began: { } began } || expected != state || clock.GetUtcNow() - began > Patience)
        {
            return Results.BadRequest();
        }

        using var client = http.CreateClient();
        var subject = await client.GetStringAsync($"{configuration["OAuth:Tokens"]}?code={Uri.EscapeDataString(code)}", cancellation);
        session.Session.RegenerateId();
        (session.State, session.Began, session.Subject) = (null, null, subject);
        return Results.LocalRedirect(session.ReturnUrl is ['/', not '/', ..] url ? url : "/");
    }
}
