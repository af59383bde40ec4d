using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Diagnostics;
using TypedSessions.Integration.Authentication;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Verifies at start that the engine supports the options, and that a limit of sessions signs devices out.</summary>
internal static class EngineFeatureCheck
{
    private const SessionGuarantees RequiredToRenewIds = SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation;

    /// <exception cref="OptionsValidationException">
    /// The engine cannot renew ids or limit sessions, or logins outlive the sessions that a limit ends.
    /// </exception>
    public static async ValueTask RunAsync(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value;
        if (options.RenewIdAfter is not null)
        {
            CheckRenewal(FindEngine(services));
        }

        if (options.SignIn.HasLimit)
        {
            CheckLimit(FindEngine(services));
            await CheckLoginsAsync(services);
        }
    }

    private static void CheckRenewal(InstrumentedSessionEngine? engine)
    {
        if (engine?.Guarantees.HasFlag(RequiredToRenewIds) != true)
        {
            throw CreateException(
                $"{GetName(engine)} cannot renew ids, because parallel requests with the old and the new id could lose changes. "
                + "Use memory, files, Redis, SQLite, PostgreSQL, MariaDB, SQL Server or a cached database, or remove RenewIdAfter.");
        }
    }

    private static void CheckLimit(InstrumentedSessionEngine? engine)
    {
        if (engine is not { CanLimitSessions: true })
        {
            throw CreateException(
                $"{GetName(engine)} cannot limit the number of sessions of a user. Use memory, files, Redis, SQLite, PostgreSQL, MariaDB "
                + "or a cached database, or remove SignIn.MaxSessionsPerOwner and SignIn.GetMaxSessions.");
        }
    }

    private static async ValueTask CheckLoginsAsync(IServiceProvider services)
    {
        if (!await LoginCookies.EndWithSessionAsync(services))
        {
            throw CreateException(
                "a limit ends sessions, and a login cookie is valid without its session. Call KeepTicketsInSession(), or remove "
                + "SignIn.MaxSessionsPerOwner and SignIn.GetMaxSessions.");
        }
    }

    private static InstrumentedSessionEngine? FindEngine(IServiceProvider services)
        => services.GetRequiredService<ISessionTransport>().Engine;

    private static string GetName(InstrumentedSessionEngine? engine)
        => engine is null ? "sessions in cookies" : $"the session engine {engine.Inner.GetType().Name}";

    private static OptionsValidationException CreateException(string problem)
        => new(Options.DefaultName, typeof(TypedSessionsOptions), ["TypedSessions: " + problem]);
}
