using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore.Tests.Testing;
using TypedSessions.Storage;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <content>The engine on the database of a context.</content>
public abstract partial class SessionTableTests
{
    [Fact]
    public async Task Sessions_are_kept_in_the_database_of_the_context()
    {
        await Database.CreateTablesAsync<ShopDb>();
        using var application = Build<ShopDb>(Database.Configure);
        var sessions = application.Services.GetRequiredService<ISessionManager>();
        await using var opened = sessions.Create();
        opened.Session.Owner = "ann";
        opened.As<ShopSession>().Visits = 3;
        Assert.True(await opened.SaveAsync(Token));

        await using var scope = application.Services.CreateAsyncScope();
        var shop = scope.ServiceProvider.GetRequiredService<ShopDb>();
        var row = await shop.Sessions.SingleAsync(Token);
        Assert.Equal(opened.Session.Id, row.Key.ToString());
        Assert.Equal("ann", row.Owner);
        Assert.Equal(3, row.As<ShopSession>().Visits);

        // The context ends the open session, so later changes are discarded.
        await DeleteAsync(shop, shop.Sessions);
        opened.As<ShopSession>().Visits = 4;
        Assert.False(await opened.SaveAsync(Token));
        Assert.True(opened.IsGone);
        Assert.Equal(0, await sessions.CountAsync(Token));
    }

    [Fact]
    public async Task The_table_is_that_of_the_model_and_is_created_by_its_migrations()
    {
        using var application = Build<AccountsDb>(Database.Configure, options => options.TableName = "other");
        var engine = Assert.IsType<DatabaseSessionEngine>(application.Services.GetRequiredService<ISessionEngine>());

        Assert.Contains(AccountsDb.Table, engine.CreateScript, StringComparison.Ordinal);
        Assert.DoesNotContain("other", engine.CreateScript, StringComparison.Ordinal);
        await application.StartAsync(Token);
        await Assert.ThrowsAnyAsync<DbException>(() => Database.ExecuteAsync($"SELECT 1 FROM \"{AccountsDb.Table}\""));
    }

    [Fact]
    public async Task A_context_without_the_table_throws_and_names_the_method_to_call()
    {
        using var application = Build<UsersDb>(Database.Configure);

        var error = Assert.Throws<InvalidOperationException>(() => application.Services.GetRequiredService<ISessionEngine>());

        Assert.Contains(
            "the model of UsersDb has no session table. Call modelBuilder.AddTypedSessions()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_without_a_connection_string_throws_and_names_the_method_to_call()
    {
        using var application = Build<ShopDb>(Database.ConfigureByConnection);

        var error = Assert.Throws<InvalidOperationException>(() => application.Services.GetRequiredService<ISessionEngine>());

        Assert.Contains(
            "UseDatabase(dataSource, options => options.TableName = \"typed_sessions\")", error.Message, StringComparison.Ordinal);
    }

    private IHost Build<TContext>(Action<DbContextOptionsBuilder> configureContext, Action<DatabaseEngineOptions>? configure = null)
        where TContext : DbContext
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton<TimeProvider>(Clock).AddDbContext<TContext>(configureContext);
        builder.Services.AddTypedSessions().UseDatabase<TContext>(configure);
        return builder.Build();
    }
}
