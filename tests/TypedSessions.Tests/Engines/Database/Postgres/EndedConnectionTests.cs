using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Connections that the server ends while they are idle in the pool, and during a write.</summary>
public sealed class EndedConnectionTests(PostgresServer server) : PostgresEngineTest(server)
{
    private const int Connections = 10;

    public static TheoryData<string> Operations => EngineOperations.Names;

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
    public async Task A_stored_write_whose_reply_is_lost_throws(string operation)
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

        var writing = EngineOperations.RunAsync(engine, operation, key, record);
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

        await EngineOperations.RunAsync(engine, operation, key, record);
    }
}
