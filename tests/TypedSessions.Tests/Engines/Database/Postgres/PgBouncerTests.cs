using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>An engine that connects through PgBouncer in transaction mode.</summary>
public sealed class PgBouncerTests(PostgresServer server) : PostgresEngineTest(server)
{
    [Fact]
    public async Task Every_method_works_with_the_default_options()
    {
        await using var bouncer = await PgBouncer.StartAsync(Schema.ConnectionString);
        await using var dataSource = NpgsqlDataSource.Create(bouncer.ConnectionString);
        await using var engine = new DatabaseSessionEngine(
            dataSource, Clock, new DatabaseEngineOptions { TableName = $"{Schema.Name}.bounced" });
        await engine.EnsureCreatedAsync(Token);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => UseAsync(engine), Token)));

        Assert.Equal(20, await engine.CountAsync(Token));
        Assert.Equal(20, await engine.FindByOwnerAsync("ann", Token).CountAsync(Token));
        Clock.Advance(TimeSpan.FromDays(20));

        // The sessions and their closed copies.
        Assert.Equal(40, await engine.RemoveExpiredAsync(100, Token));
    }

    [Fact]
    public async Task If_statements_are_prepared_anyway_the_error_names_the_option()
    {
        await using var bouncer = await PgBouncer.StartAsync(Schema.ConnectionString);
        await using var dataSource = NpgsqlDataSource.Create(bouncer.ConnectionString);
        var options = new DatabaseEngineOptions { TableName = $"{Schema.Name}.typed_sessions", UsePreparedStatements = true };
        await using var engine = new DatabaseSessionEngine(dataSource, Clock, options);
        await engine.LoadAsync(NewKey(), Token);

        // Another client uses the server connection on which the statement was prepared.
        await using var other = NpgsqlDataSource.Create(bouncer.ConnectionString);
        await using var connection = await other.OpenConnectionAsync(Token);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await using var hold = new NpgsqlCommand("SELECT 1", connection, transaction);
        await hold.ExecuteNonQueryAsync(Token);
        var error = await AssertEngineExceptionAsync(async () => await engine.LoadAsync(NewKey(), Token));

        Assert.Contains(nameof(DatabaseEngineOptions.UsePreparedStatements), error.Message, StringComparison.Ordinal);
    }

    private async Task UseAsync(DatabaseSessionEngine engine)
    {
        var (key, newKey, record) = (NewKey(), NewKey(), NewRecord(("a", "1")));
        Assert.True(await engine.CreateAsync(key, record, Token));
        Assert.Equal("a=1", engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
        var changes = new SessionChanges { Values = new[] { Set("b", "2") }, HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt };
        Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, changes, Token)).Outcome);
        Assert.Equal(CommitOutcome.Merged, (await engine.UpdateAsync(key, record, Change(Set("c", "3")), Token)).Outcome);
        Assert.Equal(CommitOutcome.Merged, (await engine.RotateAsync(key, newKey, record, Change(), Token)).Outcome);
        Assert.Equal("a=1 b=2 c=3", (await engine.LoadAsync(newKey, Token))!.Values.Show());
        Assert.False(await engine.RemoveAsync(key, Token));
        Assert.True((await engine.LoadAsync(key, Token))!.IsClosed);
    }
}
