using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using TypedSessions.Engines.Database;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>An empty database, for engines and contexts.</summary>
internal abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Points a context to the database, by a connection string.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Points a context to the database, by a connection.</summary>
    public abstract void ConfigureByConnection(DbContextOptionsBuilder options);

    public abstract DatabaseSessionEngine NewEngine(TimeProvider clock, DatabaseEngineOptions? options = null);

    /// <summary>Runs SQL behind everybody's back.</summary>
    public abstract Task<object?> ExecuteAsync(string sql);

    /// <summary>The columns, constraints and indexes of a table from the database's catalog.</summary>
    public abstract Task<string> DescribeAsync(string table);

    public abstract ValueTask DisposeAsync();

    public TContext Open<TContext>()
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>();
        Configure(options);
        return (TContext)Activator.CreateInstance(typeof(TContext), options.Options)!;
    }

    /// <summary>Makes the tables of a context's model. Not by EnsureCreated, which makes none where others have made some.</summary>
    public async Task CreateTablesAsync<TContext>()
        where TContext : DbContext
    {
        await using var context = Open<TContext>();
        await context.GetService<IRelationalDatabaseCreator>().CreateTablesAsync();
    }
}
