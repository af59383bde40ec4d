using Microsoft.EntityFrameworkCore;
using TypedSessions.Engines.Database;
using TypedSessions.EntityFrameworkCore.Tests.Testing;

namespace TypedSessions.EntityFrameworkCore.Tests;

/// <content>The table that the model creates.</content>
public abstract partial class SessionTableTests
{
    [Fact]
    public async Task The_model_creates_the_same_table_as_the_engine()
    {
        var byEngine = await DescribeEnginesTableAsync();

        await Database.CreateTablesAsync<ShopDb>();

        Assert.Equal(byEngine, await Database.DescribeAsync("typed_sessions"));
    }

    [Fact]
    public async Task The_conventions_of_a_context_do_not_change_the_table()
    {
        var byEngine = await DescribeEnginesTableAsync();

        await Database.CreateTablesAsync<OpinionatedDb>();

        Assert.Equal(byEngine, await Database.DescribeAsync("typed_sessions"));
    }

    [Fact]
    public async Task The_engine_accepts_a_table_that_the_model_has_created()
    {
        await Database.CreateTablesAsync<ShopDb>();
        var byModel = await Database.DescribeAsync("typed_sessions");

        await Engine.EnsureCreatedAsync(Token);

        Assert.Equal(byModel, await Database.DescribeAsync("typed_sessions"));
    }

    [Fact]
    public async Task A_table_of_another_name_has_indexes_of_its_name()
    {
        await Database.CreateTablesAsync<AccountsDb>();
        await using var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = AccountsDb.Table });
        await StoreAsync(NewRecord(), engine);

        await using var context = Database.Open<AccountsDb>();
        Assert.Equal(1, await context.Sessions.CountAsync(Token));
        Assert.Contains($"{AccountsDb.Table}_expires", await Database.DescribeAsync(AccountsDb.Table), StringComparison.Ordinal);
    }

    [Fact]
    public void Migrations_create_the_table_and_its_indexes()
    {
        using var context = Database.Open<ShopDb>();
        var script = context.Database.GenerateCreateScript();

        Assert.Matches("""CREATE TABLE ["`]?typed_sessions""", script);
        Assert.Matches("""CREATE INDEX ["`]?typed_sessions_expires["`]? ON""", script);
        Assert.Matches("""CREATE INDEX ["`]?typed_sessions_owner["`]? ON""", script);
        Assert.Equal(HasFilteredIndexes, script.Contains("WHERE owner IS NOT NULL", StringComparison.Ordinal));
    }

    [Fact]
    public void A_table_can_be_left_out_of_migrations()
    {
        using var context = Database.Open<ReadingDb>();

        Assert.Equal("typed_sessions", context.Model.FindEntityType(typeof(SessionRow))!.GetTableName());
        Assert.DoesNotContain("typed_sessions", context.Database.GenerateCreateScript(), StringComparison.Ordinal);
    }

    private async Task<string> DescribeEnginesTableAsync()
    {
        await Engine.EnsureCreatedAsync(Token);
        var description = await Database.DescribeAsync("typed_sessions");
        await Database.ExecuteAsync("DROP TABLE typed_sessions");
        Assert.Contains("typed_sessions_owner", description, StringComparison.Ordinal);
        return description;
    }
}
