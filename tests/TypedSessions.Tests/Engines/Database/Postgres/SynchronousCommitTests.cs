using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>The setting synchronous_commit of each transaction, which a trigger records.</summary>
public sealed class SynchronousCommitTests(PostgresServer server) : PostgresEngineTest(server)
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Schema.ExecuteAsync("""
            CREATE TABLE commits (operation text, setting text);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO commits VALUES (TG_OP, current_setting('synchronous_commit')); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON typed_sessions
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION note();
            """);
    }

    [Theory]
    [InlineData(null, "on", "on")]
    [InlineData(false, "on", "off")]
    [InlineData(true, "on", "on")]
    [InlineData(null, "off", "off")]
    [InlineData(true, "off", "on")]
    public async Task Every_write_follows_the_option_and_without_it_the_server(bool? option, string server, string expected)
    {
        var engine = Schema.NewEngine(
            Clock,
            new DatabaseEngineOptions { SynchronousCommit = option },
            connection => connection.Options = $"-c synchronous_commit={server}");
        var record = NewRecord(("a", "1"));
        foreach (var operation in new[] { "create", "update", "update of the owner", "touch", "rotate", "remove" })
        {
            var key = await StoreAsync(record);
            await Schema.ExecuteAsync("DELETE FROM commits");

            await EngineOperations.RunAsync(engine, operation, key, record);

            var seen = $"{operation}: {await Schema.ExecuteAsync("SELECT string_agg(DISTINCT setting, ' ') FROM commits")}";
            Assert.Equal($"{operation}: {expected}", seen);
        }
    }

    [Fact]
    public async Task The_setting_ends_with_the_transaction()
    {
        var dataSource = Schema.NewDataSource(connection =>
        {
            connection.MaxPoolSize = 1;
            connection.NoResetOnClose = true;
        });
        var engine = new DatabaseSessionEngine(dataSource, Clock, new DatabaseEngineOptions { SynchronousCommit = false });
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        await using var command = dataSource.CreateCommand("SELECT current_setting('synchronous_commit')");
        Assert.Equal("on", await command.ExecuteScalarAsync(Token));
    }
}
