using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Options;
using TypedSessions;
using TypedSessions.Engines.Database;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The database engine on the database of a context.</summary>
public static class EntityFrameworkSessionsBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the database of a context, in the table that its model has by <c>modelBuilder.AddTypedSessions()</c>.
    /// Requests reach it by ADO.NET and dedicated connections, not through the context.
    /// </summary>
    /// <typeparam name="TContext">
    /// The context, a service of the application. Its connection string and the table's name are read once.
    /// </typeparam>
    /// <param name="builder">The builder of <c>AddTypedSessions</c>.</param>
    /// <param name="configure">
    /// Sets the engine's options. <see cref="DatabaseEngineOptions.TableName"/> and <see cref="DatabaseEngineOptions.CreateTable"/>
    /// have no effect: the name is the model's, and the table is created by the context's migrations, as its others are.
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

        // Resolved from the container, which disposes of it.
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

    // SQLite's provider leaves schemas out.
    private const string ProviderWithSchemas = "Npgsql.EntityFrameworkCore.PostgreSQL";

    private static string GetTableName(DbContext context)
        => context.Model.FindEntityType(typeof(SessionRow)) is { } row && row.GetTableName() is { } name
            ? context.Database.ProviderName == ProviderWithSchemas && row.GetSchema() is { } schema ? $"{schema}.{name}" : name
            : throw new InvalidOperationException(
                $"TypedSessions: the model of {context.GetType().Name} has no session table. "
                + "Call modelBuilder.AddTypedSessions() in its OnModelCreating.");

    // Not the connection's own text, from which providers take the password.
    private static DbDataSource CreateDataSource(DbContext context)
    {
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        return options.ConnectionString is not null && context.Database.GetConnectionString() is { } connectionString
            ? DbProviderFactories.GetFactory(context.Database.GetDbConnection())!.CreateDataSource(connectionString)
            : throw new InvalidOperationException(
                $"TypedSessions: {context.GetType().Name} was not configured by a connection string but by a connection or data source. "
                + "Give the data source to the engine, too: "
                + $"UseDatabase(dataSource, options => options.TableName = \"{GetTableName(context)}\").");
    }
}
