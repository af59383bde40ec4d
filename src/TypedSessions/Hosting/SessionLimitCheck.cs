using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Verifies at start that a limit of sessions can be kept, and logs devices out.</summary>
internal static class SessionLimitCheck
{
    /// <exception cref="OptionsValidationException">The engine cannot limit sessions, or logins outlive their sessions.</exception>
    public static async ValueTask RunAsync(IServiceProvider services)
    {
        if (!services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.SignIn.HasLimit)
        {
            return;
        }

        var engine = services.GetRequiredService<ISessionTransport>().Engine;
        if (engine is not { CanLimitSessions: true })
        {
            throw CreateException(
                $"{(engine is null ? "sessions in cookies" : $"the session engine {engine.Inner.GetType().Name}")} cannot limit the number "
                + "of sessions of a user. Use memory, files, Redis, SQLite, PostgreSQL, MariaDB or a cached database, or remove "
                + "SignIn.MaxSessionsPerOwner and SignIn.GetMaxSessions.");
        }

        if (!await LoginCookies.EndWithSessionAsync(services))
        {
            throw CreateException(
                "a limit ends sessions, and a login cookie is valid without its session. Call KeepTicketsInSession(), or remove "
                + "SignIn.MaxSessionsPerOwner and SignIn.GetMaxSessions.");
        }
    }

    private static OptionsValidationException CreateException(string problem)
        => new(Options.DefaultName, typeof(TypedSessionsOptions), ["TypedSessions: " + problem]);
}
