using System.Data.Common;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;
using TypedSessions.Engines.Cookie;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Memory;
using TypedSessions.Hosting;

namespace TypedSessions;

/// <summary>The engines that come with the library.</summary>
public static class TypedSessionsBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the memory of this process: for development, tests and sites of one process that may forget at a restart.
    /// </summary>
    public static TypedSessionsBuilder UseMemory(this TypedSessionsBuilder builder, Action<MemoryEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new MemoryEngineOptions();
        configure?.Invoke(options);
        return builder.UseEngine(services => new MemorySessionEngine(services.GetRequiredService<TimeProvider>(), options));
    }

    /// <summary>
    /// Keeps sessions in their visitors' cookies, sealed by Data Protection: nothing is kept on the server, and so nothing can be revoked. What else it cannot do stands at
    /// <see cref="CookieSessionEngine"/>. Persist the key ring and give it to all nodes (<c>services.AddDataProtection()</c>), or a restart ends all sessions. Django: <c>signed_cookies</c>.
    /// </summary>
    public static TypedSessionsBuilder UseCookie(this TypedSessionsBuilder builder, Action<CookieEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new CookieEngineOptions();
        configure?.Invoke(options);
        builder.Services.AddDataProtection();
        return builder.UseEngine(services =>
        {
            var protection = services.GetRequiredService<IDataProtectionProvider>();

            // A ring that Data Protection itself had to keep in memory it warns of itself.
            if (protection is EphemeralDataProtectionProvider)
            {
                services.GetRequiredService<ILoggerFactory>().CreateLogger(SessionLog.Category).EphemeralKeys();
            }

            return new CookieSessionEngine(protection, services.GetRequiredService<TimeProvider>(), options);
        });
    }

    /// <summary>
    /// Keeps sessions in a table of a database, which is made when the application starts: <c>UseDatabase(SqliteFactory.Instance, "Data Source=app.db")</c>.
    /// </summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="provider">The ADO.NET provider, which the application references.</param>
    /// <param name="connectionString">Where the database is.</param>
    /// <param name="configure">The table's name and use.</param>
    /// <exception cref="ArgumentException"><paramref name="connectionString"/> is missing: the configuration does not have it.</exception>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, DbProviderFactory provider, string? connectionString, Action<DatabaseEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(provider);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException(
                "The connection string of the session database is missing. Is it in the configuration, under the name that is asked for?", nameof(connectionString));
        }

        return builder.UseDatabase(_ => provider.CreateDataSource(connectionString), configure);
    }

    /// <summary>Keeps sessions in a table of a database that the application has a data source of.</summary>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="findDataSource">Gives the data source, for example from the services. Called once.</param>
    /// <param name="configure">The table's name and use.</param>
    public static TypedSessionsBuilder UseDatabase(
        this TypedSessionsBuilder builder, Func<IServiceProvider, DbDataSource> findDataSource, Action<DatabaseEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(findDataSource);
        var options = new DatabaseEngineOptions();
        configure?.Invoke(options);
        if (options.CreateTable)
        {
            builder.Services.AddSingleton<IHostedService, SessionTableCreation>();
        }

        return builder.UseEngine(services
            => new DatabaseSessionEngine(findDataSource(services), services.GetRequiredService<TimeProvider>(), options));
    }
}
