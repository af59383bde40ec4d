using System.Data.Common;
using Microsoft.EntityFrameworkCore.Infrastructure;
using TypedSessions;
using TypedSessions.Engines.Database;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The database engine on the database of a context.</summary>
public static class EntityFrameworkSessionsBuilderExtensions
{
    /// <summary>
    /// Keeps sessions in the database of a context, in the table that its model has by <c>modelBuilder.AddTypedSessions()</c>.
    /// Requests reach it by ADO.NET and connections of their own, not through the context.
    /// </summary>
    /// <typeparam name="TContext">
    /// The context, a service of the application. Asked once, for its connection string and the table's name.
    /// </typeparam>
    /// <param name="builder">What <c>AddTypedSessions</c> returned.</param>
    /// <param name="configure">
    /// The table's use. <see cref="DatabaseEngineOptions.TableName"/> and <see cref="DatabaseEngineOptions.CreateTable"/>
    /// have no say here: the name is the model's, and the table is made as the context's others are, by its migrations.
    /// </param>
    public static TypedSessionsBuilder UseDatabase<TContext>(
        this TypedSessionsBuilder builder, Action<DatabaseEngineOptions>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new DatabaseEngineOptions();
        configure?.Invoke(options);
        options.CreateTable = false;
        return builder.UseEngine(services =>
        {
            using var scope = services.CreateScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            options.TableName = TableOf(context);
            return new DatabaseSessionEngine(DataSourceOf(context), services.GetRequiredService<TimeProvider>(), options);
        });
    }

    // SQLite's provider leaves schemas out.
    private const string ProviderWithSchemas = "Npgsql.EntityFrameworkCore.PostgreSQL";

    private static string TableOf(DbContext context)
        => context.Model.FindEntityType(typeof(SessionRow)) is { } row && row.GetTableName() is { } name
            ? context.Database.ProviderName == ProviderWithSchemas && row.GetSchema() is { } schema ? $"{schema}.{name}" : name
            : throw new InvalidOperationException(
                $"TypedSessions: the model of {context.GetType().Name} has no session table. "
                + "Call modelBuilder.AddTypedSessions() in its OnModelCreating.");

    // Not the connection's own text, from which providers take the password.
    private static DbDataSource DataSourceOf(DbContext context)
    {
        var options = RelationalOptionsExtension.Extract(context.GetService<IDbContextOptions>());
        return options.ConnectionString is not null && context.Database.GetConnectionString() is { } connectionString
            ? DbProviderFactories.GetFactory(context.Database.GetDbConnection())!.CreateDataSource(connectionString)
            : throw new InvalidOperationException(
                $"TypedSessions: {context.GetType().Name} was not configured by a connection string but by a connection or data source. "
                + "Give the data source to the engine, too: "
                + $"UseDatabase(dataSource, options => options.TableName = \"{TableOf(context)}\").");
    }
}
