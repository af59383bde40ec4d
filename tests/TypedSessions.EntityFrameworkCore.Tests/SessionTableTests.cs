using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <summary>The session table in the engine and in a context, on each supported database.</summary>
public abstract partial class SessionTableTests : IAsyncLifetime
{
    internal ManualClock Clock { get; } = new();

    internal TestDatabase Database { get; private set; } = null!;

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected DatabaseSessionEngine Engine { get; private set; } = null!;

    private DateTimeOffset Now => Clock.GetUtcNow();

    public async ValueTask InitializeAsync()
    {
        Database = await OpenAsync();
        Engine = Database.NewEngine(Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        await Database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Whether the index on owners excludes sessions without one.</summary>
    protected virtual bool HasFilteredIndexes => true;

    /// <summary>Applies migrations up to one; all if it is <see langword="null"/>.</summary>
    private protected virtual Task MigrateAsync(DbContext context, string? target = null)
        => context.GetService<IMigrator>().MigrateAsync(target, Token);

    /// <summary>Deletes the rows of a query with one statement.</summary>
    private protected virtual Task<int> DeleteAsync<T>(DbContext context, IQueryable<T> rows)
        where T : class
        => rows.ExecuteDeleteAsync(Token);

    /// <summary>Opens an empty database.</summary>
    private protected abstract Task<TestDatabase> OpenAsync();

    /// <summary>Creates a context and the tables of its model.</summary>
    private async Task<ShopDb> OpenShopAsync()
    {
        await Database.CreateTablesAsync<ShopDb>();
        return Database.Open<ShopDb>();
    }

    private SessionRecord NewRecord(TimeSpan? lasts = null, string? owner = null, SessionValues? values = null)
        => new()
        {
            Values = values ?? SessionValues.Empty,
            CreatedAt = Now,
            ExpiresAt = Now + (lasts ?? TimeSpan.FromDays(14)),
            Owner = owner,
        };

    private async Task<SessionKey> StoreAsync(SessionRecord record, DatabaseSessionEngine? engine = null)
    {
        var key = NewKey();
        Assert.True(await (engine ?? Engine).CreateAsync(key, record, Token));
        return key;
    }

    private Task<SessionKey> StoreAsync(TimeSpan? lasts = null, string? owner = null, SessionValues? values = null)
        => StoreAsync(NewRecord(lasts, owner, values));
}

public sealed class SqliteSessionTableTests : SessionTableTests
{
    private protected override Task<TestDatabase> OpenAsync() => Task.FromResult<TestDatabase>(new SqliteContexts());
}

public sealed class PostgresSessionTableTests(PostgresServer server) : SessionTableTests
{
    private protected override async Task<TestDatabase> OpenAsync() => await PostgresDatabase.OpenAsync(server);
}

public sealed class MariaDbSessionTableTests(MariaDbServer server) : SessionTableTests
{
    protected override bool HasFilteredIndexes => false;

    private protected override async Task<TestDatabase> OpenAsync() => await MariaDbContexts.OpenAsync(server);

    // Oracle's provider takes a lock that MariaDB does not grant, but its scripts run.
    private protected override async Task MigrateAsync(DbContext context, string? target = null)
    {
        var applied = (await context.Database.GetAppliedMigrationsAsync(Token)).LastOrDefault();
        await Database.ExecuteAsync(context.GetService<IMigrator>().GenerateScript(applied, target));
    }

    // Oracle's provider gives the table an alias, which MariaDB accepts from 11.6 on.
    private protected override async Task<int> DeleteAsync<T>(DbContext context, IQueryable<T> rows)
    {
        context.RemoveRange(await rows.ToListAsync(Token));
        return await context.SaveChangesAsync(Token);
    }
}
