using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Sessions;

namespace TypedSessions.Hosting;

/// <summary>Verifies at start that the engine can renew ids.</summary>
internal static class IdRenewalCheck
{
    private const SessionGuarantees Required = SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation;

    /// <exception cref="OptionsValidationException">The engine cannot renew ids.</exception>
    public static void Run(IServiceProvider services)
    {
        if (services.GetRequiredService<IOptions<TypedSessionsOptions>>().Value.RenewIdAfter is null)
        {
            return;
        }

        var engine = services.GetRequiredService<ISessionTransport>().Engine;
        if (engine?.Guarantees.HasFlag(Required) != true)
        {
            var name = engine is null ? "sessions in cookies" : $"the session engine {engine.Inner.GetType().Name}";
            throw new OptionsValidationException(
                Options.DefaultName,
                typeof(TypedSessionsOptions),
                [
                    $"TypedSessions: {name} cannot renew ids, because parallel requests with the old and the new id could lose changes. " +
                    "Use memory, files, Redis, SQLite, PostgreSQL, MariaDB, SQL Server or a cached database, or remove RenewIdAfter.",
                ]);
        }
    }
}
