using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Features;
using TypedSessions.Sessions;

namespace TypedSessions.Authentication;

/// <summary>
/// Keeps the tickets of a cookie scheme in the session: the scheme's own cookie carries no more than a number. A session that ends takes the login with it, on every
/// node and at once.
/// </summary>
internal sealed class SessionTicketStore(string scheme) : ITicketStore
{
    private const int IdLength = 32;

    private readonly string _key = $"{SessionWorkingSet.ReservedPrefix}ticket.{scheme}";

    public Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        => SaveAsync(RandomNumberGenerator.GetHexString(IdLength), ticket, httpContext, cancellationToken);

    public Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        => SaveAsync(key, ticket, httpContext, cancellationToken);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(httpContext, cancellationToken);
        return session.TryGetValue(_key, out var stored) && IsOf(key, stored) ? Read(stored.AsSpan(IdLength)) : null;
    }

    public async Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(httpContext, cancellationToken);
        if (session.TryGetValue(_key, out var stored) && IsOf(key, stored))
        {
            session.Remove(_key);
        }
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw NoRequest();

    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw NoRequest();

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw NoRequest();

    public Task RemoveAsync(string key) => throw NoRequest();

    private async Task<string> SaveAsync(string id, AuthenticationTicket ticket, HttpContext context, CancellationToken cancellationToken)
    {
        var session = await OpenAsync(context, cancellationToken);
        session.Set(_key, [.. Encoding.ASCII.GetBytes(id), .. TicketSerializer.Default.Serialize(ticket)]);
        return id;
    }

    private static bool IsOf(string id, byte[] stored)
        => id.Length == IdLength && stored.Length > IdLength
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(id), stored.AsSpan(0, IdLength));

    // A ticket of another version of the framework, or one that was damaged, is a login that has ended.
    private static AuthenticationTicket? Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return TicketSerializer.Default.Deserialize(bytes.ToArray());
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private async ValueTask<ISession> OpenAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var session = context.Features.Get<ISessionFeature>()?.Session ?? throw new InvalidOperationException(
            $"The tickets of the scheme '{scheme}' are kept in the session, and there is none yet. Call app.UseTypedSessions() and after it app.UseAuthentication(), both by hand: " +
            "an authentication that the application does not mention runs before everything else.");
        await session.LoadAsync(cancellationToken);
        return session;
    }

    private static NotSupportedException NoRequest() => new("Tickets are kept in the session of a request, and none was given.");
}
