using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Authentication;

/// <summary>
/// Keeps the tickets of a cookie scheme in the session: the scheme's own cookie only carries an id. When the session ends, the login ends
/// as well, on every node at once.
/// </summary>
internal sealed class SessionTicketStore(string scheme) : ITicketStore
{
    private const int IdLength = 32;

    private readonly string _key = ReservedKeys.TicketPrefix + scheme;

    public async Task<string> StoreAsync(AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var id = RandomNumberGenerator.GetHexString(IdLength);

        // The cookie of a cross-site sign-in leads to the record where the ticket waits for the browser's session. No store has the token.
        var key = id + LoginProperties.ReadDeferred(ticket.Properties)?.Reveal();
        await SaveAsync(key, ticket, httpContext, cancellationToken);
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket, HttpContext httpContext, CancellationToken cancellationToken)
        => Open(httpContext).Use is { IsReadOnly: true } or { IsDisabled: true }
            ? Task.CompletedTask
            : SaveAsync(key, ticket, httpContext, cancellationToken);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var session = Open(httpContext).InternalSession;
        await session.LoadAsync(cancellationToken);
        if (session.Values.TryGet(_key, out var stored) && IsOf(key, stored.Span))
        {
            return Read(key, stored.Span, session.ExpiresAt, session.Now);
        }

        return await FindDeferredAsync(key, httpContext, cancellationToken) is { } record
            && record.Values.TryGet(_key, out stored) && IsOf(key, stored.Span)
            ? Read(key, stored.Span, record.ExpiresAt, session.Now)
            : null;
    }

    public async Task RemoveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        var request = Open(httpContext);
        await request.InternalSession.LoadAsync(cancellationToken);
        if (request.InternalSession.Values.TryGet(_key, out var stored)
            && IsOf(key, stored.Span)
            && request.Use is { IsReadOnly: false, IsDisabled: false })
        {
            request.InternalSession.Remove(_key);
        }

        if (GetDeferred(key) is { } deferred)
        {
            await GetManager(httpContext).RemoveAsync(deferred.Key, cancellationToken);
        }
    }

    public Task<string> StoreAsync(AuthenticationTicket ticket) => throw CreateNoRequestException();

    public Task RenewAsync(string key, AuthenticationTicket ticket) => throw CreateNoRequestException();

    public Task<AuthenticationTicket?> RetrieveAsync(string key) => throw CreateNoRequestException();

    public Task RemoveAsync(string key) => throw CreateNoRequestException();

    private static RequestSession Open(HttpContext context)
        => RequestSession.GetOrInstall(context, context.RequestServices.GetRequiredService<SessionHttpServices>());

    private static ISessionManager GetManager(HttpContext context) => context.RequestServices.GetRequiredService<ISessionManager>();

    private static string GetId(string key) => key[..Math.Min(key.Length, IdLength)];

    private static SessionToken? GetDeferred(string key)
        => key.Length > IdLength && SessionToken.TryParse(key.AsMemory(IdLength), out var token) ? token : null;

    private static async ValueTask<SessionRecord?> FindDeferredAsync(string key, HttpContext context, CancellationToken cancellationToken)
        => GetDeferred(key) is { } token ? await GetManager(context).FindAsync(token.Key, cancellationToken) : null;

    private async Task SaveAsync(string key, AuthenticationTicket ticket, HttpContext context, CancellationToken cancellationToken)
    {
        var session = Open(context).InternalSession;
        await session.LoadAsync(cancellationToken);
        LoginProperties.RemoveDeferred(ticket.Properties);
        TicketTimes.Restore(ticket.Properties);
        session.Values.SetReserved(_key, (byte[])[.. Encoding.ASCII.GetBytes(GetId(key)), .. TicketSerializer.Default.Serialize(ticket)]);
        RestoreDeferred(key, ticket);
    }

    private static bool IsOf(string key, ReadOnlySpan<byte> stored)
        => key.Length >= IdLength && stored.Length > IdLength
            && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(GetId(key)), stored[..IdLength]);

    // A ticket that is damaged, or of another version of the framework, counts as a login that has ended.
    private static AuthenticationTicket? Read(string key, ReadOnlySpan<byte> stored, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        try
        {
            var ticket = TicketSerializer.Default.Deserialize(stored[IdLength..].ToArray());
            if (ticket is not null)
            {
                RestoreDeferred(key, ticket);
                TicketTimes.FollowSession(ticket.Properties, expiresAt, now);
            }

            return ticket;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static void RestoreDeferred(string key, AuthenticationTicket ticket)
    {
        if (GetDeferred(key) is { } token)
        {
            LoginProperties.WriteDeferred(ticket.Properties, token);
        }
    }

    private static NotSupportedException CreateNoRequestException()
        => new("The tickets are stored in the session of a request. Call the overload that takes an HttpContext.");
}
