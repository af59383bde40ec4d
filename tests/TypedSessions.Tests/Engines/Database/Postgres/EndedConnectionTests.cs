using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Connections that the server ended while they lay idle in the pool, and such that end under a write.</summary>
public sealed class EndedConnectionTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const int Connections = 10;

    public static TheoryData<string> Operations
        =>
        [
            "load", "load for a waiting thread", "create", "update", "update of the owner", "touch", "rotate", "remove", "remove expired",
            "count", "list",
        ];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Calls_work_after_the_administrator_has_ended_all_idle_connections(string operation)
    {
        await RunAfterAsync(operation, "SELECT 1", application => Schema.ExecuteAsync(
            $"SELECT COUNT(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity WHERE application_name = '{application}'"));
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Calls_work_after_the_server_has_ended_all_idle_connections(string operation)
    {
        await RunAfterAsync(operation, "SET idle_session_timeout = 1", async application =>
        {
            while ((long)(await Schema.ExecuteAsync(
                $"SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = '{application}'"))! > 0)
            {
                Token.ThrowIfCancellationRequested();
            }
        });
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    [InlineData("update of the owner")]
    [InlineData("rotate")]
    [InlineData("remove")]
    public async Task A_write_that_was_stored_and_whose_reply_was_lost_is_an_error_and_no_answer(string operation)
    {
        await using var proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(Schema.ConnectionString).Port);
        await using var dataSource = Schema.NewDataSource(builder =>
        {
            builder.Port = proxy.Port;
            builder.MaxPoolSize = 1;
        });
        var engine = new DatabaseSessionEngine(dataSource, Clock, new DatabaseEngineOptions { UsePreparedStatements = false });
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await engine.LoadAsync(key, Token);
        await Schema.ExecuteAsync("""
            CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN PERFORM pg_advisory_xact_lock_shared(7, TG_RELID::integer); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER hold AFTER INSERT OR UPDATE OR DELETE ON typed_sessions
                DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION hold();
            """);
        await using var connection = await Schema.ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        const string lockTable = "SELECT pg_advisory_xact_lock(7, 'typed_sessions'::regclass::oid::integer)";
        await using var hold = new NpgsqlCommand(lockTable, connection, transaction);
        await hold.ExecuteNonQueryAsync(Token);

        var writing = RunAsync(engine, operation, key, record);
        await Schema.UntilBlockedAsync();
        proxy.LoseNextReply();
        await transaction.CommitAsync(Token);

        var error = await AssertEngineExceptionAsync(() => writing);
        Assert.IsAssignableFrom<NpgsqlException>(error.InnerException);
        var expected = operation switch { "create" or "rotate" => 2L, "remove" => 0L, _ => 1L };
        Assert.Equal(expected, await Schema.ExecuteAsync("SELECT COUNT(*) FROM typed_sessions"));
        Assert.Equal(operation is "rotate" or "remove", await Engine.LoadAsync(key, Token) is null or { IsClosed: true });
    }

    private async Task RunAfterAsync(string operation, string before, Func<string, Task> end)
    {
        var application = $"{Schema.Name}_idle";
        await using var dataSource = Schema.NewDataSource(builder => builder.ApplicationName = application);
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => dataSource.OpenConnectionAsync(Token).AsTask()));
        foreach (var connection in connections)
        {
            await using var command = new NpgsqlCommand(before, connection);
            await command.ExecuteNonQueryAsync(Token);
            await connection.DisposeAsync();
        }

        await end(application);

        await RunAsync(engine, operation, key, record);
    }

    private async Task RunAsync(DatabaseSessionEngine engine, string operation, SessionKey key, SessionRecord record)
    {
        switch (operation)
        {
            case "load":
                Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
                break;
            case "load for a waiting thread":
                Assert.Equal("a=1", engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
                break;
            case "create":
                Assert.True(await engine.CreateAsync(NewKey(), record, Token));
                break;
            case "update":
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).Outcome);
                break;
            case "update of the owner":
                var changes = new SessionChanges { HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt };
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, changes, Token)).Outcome);
                break;
            case "touch":
                Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Touch(), Token)).Outcome);
                break;
            case "rotate":
                Assert.Equal(CommitOutcome.Applied, (await engine.RotateAsync(key, NewKey(), record, Change(), Token)).Outcome);
                break;
            case "remove":
                Assert.True(await engine.RemoveAsync(key, Token));
                break;
            case "remove expired":
                Assert.Equal(0, await engine.RemoveExpiredAsync(10, Token));
                break;
            case "count":
                Assert.Equal(1, await engine.CountAsync(Token));
                break;
            case "list":
                Assert.Single(await engine.ListAsync(Token).ToListAsync(Token));
                break;
            default:
                throw new ArgumentException("Unknown.", nameof(operation));
        }
    }
}
