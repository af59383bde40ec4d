using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>A table name with a schema.</summary>
public sealed class SchemaTests(PostgresServer server) : PostgresEngineTest(server)
{
    [Fact]
    public async Task A_table_can_be_named_with_its_schema_which_is_created_too()
    {
        var engine = NewEngine("sessions");
        await engine.EnsureCreatedAsync(Token);
        await engine.EnsureCreatedAsync(Token);
        await Schema.ExecuteAsync(engine.CreateScript);

        await AssertWorksAsync(engine);

        Assert.Equal(
            "sessions_expires,sessions_owner,sessions_pkey",
            await Schema.ExecuteAsync(
                $"SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE schemaname = '{Schema.Name}_app'"));
        Assert.Equal(0, await Engine.CountAsync(Token));
    }

    [Fact]
    public async Task The_script_creates_the_schema_too()
    {
        var engine = NewEngine("scripted");
        await Schema.ExecuteAsync(engine.CreateScript);
        await AssertWorksAsync(engine);
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_schemas_may_create_the_table_in_one_that_exists()
    {
        var user = $"{Schema.Name}_user";
        await Schema.ExecuteAsync($"""
            CREATE ROLE {user} LOGIN PASSWORD '{PostgresServer.Password}';
            CREATE SCHEMA {Schema.Name}_app AUTHORIZATION {user};
            """);
        var engine = Schema.NewEngine(
            Clock, new DatabaseEngineOptions { TableName = $"{Schema.Name}_app.sessions" }, builder => builder.Username = user);
        await engine.EnsureCreatedAsync(Token);
        await AssertWorksAsync(engine);
    }

    [Fact]
    public async Task A_schema_that_does_not_exist_is_named_by_the_error()
    {
        var error = await AssertEngineExceptionAsync(async () => await NewEngine("sessions").CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Contains($"{Schema.Name}_app.sessions", error.Message, StringComparison.Ordinal);
    }

    private DatabaseSessionEngine NewEngine(string table)
        => Schema.NewEngine(Clock, new DatabaseEngineOptions { TableName = $"{Schema.Name}_app.{table}" });

    private async Task AssertWorksAsync(DatabaseSessionEngine engine)
    {
        var (key, record) = (NewKey(), NewRecord(("a", "1")));
        Assert.True(await engine.CreateAsync(key, record, Token));
        Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).Outcome);
        Assert.Equal("a=2", (await engine.LoadAsync(key, Token))!.Values.Show());
        Assert.Equal(1, await engine.CountAsync(Token));
        Clock.Advance(TimeSpan.FromDays(20));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
    }
}
