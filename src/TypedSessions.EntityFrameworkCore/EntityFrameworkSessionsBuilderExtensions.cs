using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Engines.Database;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Extension methods that store sessions in the database of a <see cref="DbContext"/>.</summary>
public static class EntityFrameworkSessionsBuilderExtensions
{
    /// <summary>
    /// Stores sessions in the database of a context, in the table that <c>modelBuilder.AddTypedSessions()</c> adds to its model. Requests
    /// access it through ADO.NET and separate connections, not through the context.
    /// </summary>
    /// <typeparam name="TContext">
    /// The type of the context, which is registered as a service. Its connection string and table name are read once.
    /// </typeparam>
    /// <param name="builder">The builder that <c>AddTypedSessions</c> returned.</param>
    /// <param name="configure">
    /// Configures the engine. <see cref="DatabaseEngineOptions.TableName"/> and <see cref="DatabaseEngineOptions.CreateTable"/> have no
    /// effect: the model defines the name, and the context's migrations create the table.
    /// </param>
    public static TypedSessionsBuilder UseDatabase<TContext>(
        this TypedSessionsBuilder builder, Action<DatabaseEngineOptions>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (configure is not null)
        {
            builder.Services.Configure(configure);
        }

        // Registered as a service, so that the container disposes it.
        builder.Services.AddKeyedSingleton(
            typeof(TContext), static (services, _) => Use<TContext, DbDataSource>(services, CreateDataSource));
        return builder.UseEngine(static services =>
        {
            var options = services.GetRequiredService<IOptions<DatabaseEngineOptions>>().Value;
            (options.TableName, options.CreateTable) = (Use<TContext, string>(services, GetTableName), false);
            return new DatabaseSessionEngine(
                services.GetRequiredKeyedService<DbDataSource>(typeof(TContext)), services.GetRequiredService<TimeProvider>(), options);
        });
    }

    private static TResult Use<TContext, TResult>(IServiceProvider services, Func<DbContext, TResult> use)
        where TContext : DbContext
    {
        using var scope = services.CreateScope();
        return use(scope.ServiceProvider.GetRequiredService<TContext>());
    }

    // Other providers ignore schemas.
    private static readonly string[] ProvidersWithSchemas =
        ["Npgsql.EntityFrameworkCore.PostgreSQL", "Microsoft.EntityFrameworkCore.SqlServer"];

    private static string GetTableName(DbContext context)
        => context.Model.FindEntityType(typeof(SessionRow)) is { } row && row.GetTableName() is { } name
            ? ProvidersWithSchemas.Contains(context.Database.ProviderName) && row.GetSchema() is { } schema ? $"{schema}.{name}" : name
            : throw new InvalidOperationException(
                $"TypedSessions: the model of {context.GetType().Name} has no session table. "
                + "Call modelBuilder.AddTypedSessions() in its OnModelCreating.");

    // Not the connection's ConnectionString, from which providers remove the password.
    private static DbDataSource CreateDataSource(DbContext context)
    {
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        return options.ConnectionString is not null && context.Database.GetConnectionString() is { } connectionString
            ? DbProviderFactories.GetFactory(context.Database.GetDbConnection())!.CreateDataSource(connectionString)
            : throw new InvalidOperationException(
                $"TypedSessions: {context.GetType().Name} is configured with a connection or data source instead of a connection string. "
                + "Pass the data source to the engine too: "
                + $"UseDatabase(dataSource, options => options.TableName = \"{GetTableName(context)}\").");
    }
}
