using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>An empty database for engines and contexts.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Configures a context with a connection string.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Configures a context with a connection.</summary>
    public abstract void ConfigureByConnection(DbContextOptionsBuilder options);

    public abstract DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null);

    /// <summary>Runs SQL on a separate connection.</summary>
    public abstract Task<object?> ExecuteAsync(string sql);

    /// <summary>Returns the columns, constraints and indexes of a table from the database's catalog.</summary>
    public abstract Task<string> DescribeAsync(string table);

    public abstract ValueTask DisposeAsync();

    public TContext Open<TContext>()
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        Configure(options);
        return (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
    }

    /// <summary>Creates the tables of a context's model. EnsureCreated would create none in a database that has tables.</summary>
    public async Task CreateTablesAsync<TContext>()
        where TContext : DbContext
    {
        await using var context = Open<TContext>();
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }
}
