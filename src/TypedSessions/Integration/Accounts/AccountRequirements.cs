using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Integration.Accounts;

/// <summary>The requirements of an application for which the end of a session signs its device out.</summary>
internal static class AccountRequirements
{
    /// <summary>Validates the requirements at start.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="feature">The call that has the requirements, for the message.</param>
    /// <exception cref="InvalidOperationException">The application does not meet the requirements.</exception>
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
