using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Accounts;

/// <summary>What an application needs so that the end of a session logs its device out.</summary>
internal static class AccountRequirements
{
    /// <summary>Validates them at start.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="feature">The call that needs them, for the message.</param>
    /// <exception cref="InvalidOperationException">The application does not meet them.</exception>
    public static void Check(IServiceProvider services, string feature)
    {
        var transport = services.GetService<ISessionTransport>() ?? throw new InvalidOperationException(
            $"{feature} needs services.AddTypedSessions(). Call it, and choose an engine on the builder that it returns.");
        if (transport.Engine?.Inventory is null)
        {
            throw new InvalidOperationException(
                $"{feature} lists the sessions of a user, which the session engine cannot do. " +
                "Keep sessions in memory, files, Redis, a database or a cached database.");
        }

        // The providers of schemes complete at once, unless an application has replaced them.
        if (LoginCookies.FindOutlivingAsync(services).AsTask().GetAwaiter().GetResult() is [var scheme, ..])
        {
            throw new InvalidOperationException(
                $"{feature} ends sessions, but the login of the cookie scheme '{scheme}' would outlive its session. " +
                $"Call KeepTicketsInSession(\"{scheme}\") on the builder that services.AddTypedSessions() returns.");
        }
    }
}
