using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

public sealed class PostgresEngineTests(PostgresServer server) : PostgresEngineTest(server)
{
    [Fact]
    public void It_declares_all_guarantees()
        => Assert.Equal(Enum.GetValues<SessionGuarantees>().Aggregate((all, one) => all | one), Engine.Guarantees);

    [Fact]
    public async Task Eight_nodes_that_start_concurrently_create_one_table()
    {
        for (var round = 0; round < 5; round++)
        {
            await Schema.ExecuteAsync("DROP TABLE typed_sessions");
            await AssertOneTableIsCreatedAsync([.. Enumerable.Range(0, 8).Select(_ => Schema.NewEngine(Clock))]);
        }
    }

    [Fact]
    public async Task The_script_creates_the_table_of_the_engine()
    {
        var engine = Schema.NewEngine(Clock, new DatabaseEngineOptions { TableName = "order" });
        await Schema.ExecuteAsync(engine.CreateScript);
        await Schema.ExecuteAsync(engine.CreateScript);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(1L, await Schema.ExecuteAsync("SELECT COUNT(*) FROM \"order\""));
        Assert.Equal(
            "order_expires,order_owner,order_pkey",
            await Schema.ExecuteAsync("""
                SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes
                WHERE tablename = 'order' AND schemaname = current_schema
                """));
    }

    [Fact]
    public async Task A_user_without_the_right_to_create_tables_can_use_an_existing_one()
    {
        await Schema.ExecuteAsync($"""
            CREATE ROLE {Schema.Name}_user LOGIN PASSWORD '{PostgresServer.Password}';
            GRANT USAGE ON SCHEMA {Schema.Name} TO {Schema.Name}_user;
            GRANT SELECT, INSERT, UPDATE, DELETE ON typed_sessions TO {Schema.Name}_user;
            """);
        var engine = Schema.NewEngine(Clock, configure: AsUser);
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));

        var other = Schema.NewEngine(Clock, new DatabaseEngineOptions { TableName = "other" }, AsUser);
        var error = await AssertEngineExceptionAsync(async () => await other.EnsureCreatedAsync(Token));
        Assert.Contains("could not create its table. The user needs", error.Message, StringComparison.Ordinal);

        void AsUser(NpgsqlConnectionStringBuilder connection) => connection.Username = $"{Schema.Name}_user";
    }

    [Fact]
    public async Task The_table_stores_the_key_and_the_record_in_their_own_column_types()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.Equal(
            "key bytea,created timestamptz,expires timestamptz,deadline timestamptz,version int8,expiry int8,"
            + "owner text,scheme text,successor bytea,signed_in timestamptz,seen timestamptz,"
            + "device bytea,payload bytea",
            await Schema.ExecuteAsync("""
                SELECT string_agg(column_name || ' ' || udt_name, ',' ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_name = 'typed_sessions' AND table_schema = current_schema
                """));
        Assert.Equal(key.ToArray(), await Schema.ExecuteAsync("SELECT \"key\" FROM typed_sessions"));
        Assert.Equal(NewRecord().ExpiresAt.UtcDateTime, await Schema.ExecuteAsync("SELECT expires FROM typed_sessions"));
    }

    [Fact]
    public async Task Multiplexed_commands_support_synchronous_loads()
    {
        var options = new DatabaseEngineOptions { UsePreparedStatements = false };
        var engine = Schema.NewEngine(Clock, options, connection => connection.Multiplexing = true);
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
        Assert.Equal("a=1", engine.Load(key, TimeSpan.FromMinutes(1))!.Values.Show());
    }

    [Fact]
    public async Task Multiplexed_commands_are_prepared_only_by_the_option_and_the_error_names_it()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var engine = Schema.NewEngine(Clock, configure: connection => connection.Multiplexing = true);
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());

        var prepares = Schema.NewEngine(
            Clock, new DatabaseEngineOptions { UsePreparedStatements = true }, connection => connection.Multiplexing = true);
        var error = await AssertEngineExceptionAsync(async () => await prepares.LoadAsync(key, Token));
        Assert.Contains(nameof(DatabaseEngineOptions.UsePreparedStatements), error.Message, StringComparison.Ordinal);
        error = await AssertEngineExceptionAsync(async () => await prepares.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Contains(nameof(DatabaseEngineOptions.UsePreparedStatements), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cleanup_and_owner_queries_use_their_indexes()
    {
        var dialect = new PostgreSqlDialect();
        var cleanUp = dialect.DeleteExpired("typed_sessions")
            .Replace("@start", "'-infinity'", StringComparison.Ordinal)
            .Replace("@now", "now()", StringComparison.Ordinal)
            .Replace("@batch", "9", StringComparison.Ordinal);
        Assert.Contains("Index Scan using typed_sessions_expires", await PlanAsync(cleanUp), StringComparison.Ordinal);
        Assert.Contains(
            "typed_sessions_owner", await PlanAsync("SELECT \"key\" FROM typed_sessions WHERE owner = 'ann'"), StringComparison.Ordinal);

        // The planner prefers a sequential scan for an empty table.
        async Task<string> PlanAsync(string sql)
        {
            await using var connection = await Schema.ConnectAsync();
            await using var command = new NpgsqlCommand(
                $"SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN {sql}", connection);
            await using var rows = await command.ExecuteReaderAsync(Token);
            var plan = "";
            while (await rows.ReadAsync(Token))
            {
                plan += rows.GetString(0) + '\n';
            }

            return plan;
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Statements_are_prepared_once_per_connection_unless_an_option_is_off(bool? prepares)
    {
        var dataSource = Schema.NewDataSource(connection => connection.MaxPoolSize = 1);
        var engine = new DatabaseSessionEngine(dataSource, Clock, new DatabaseEngineOptions { UsePreparedStatements = prepares });
        for (var i = 0; i < 3; i++)
        {
            // With and without an owner: a null parameter must not create another statement.
            var record = NewRecord(("a", "1"));
            var key = NewKey();
            await engine.CreateAsync(key, record, Token);
            var changes = new SessionChanges { HasOwner = true, Owner = i == 0 ? null : "ann", ExpiresAt = record.ExpiresAt };
            Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, changes, Token)).Outcome);
            Assert.NotNull(await engine.LoadAsync(key, Token));
        }

        await using var command = dataSource.CreateCommand("SELECT COUNT(*) FROM pg_prepared_statements");
        // One insert, one select and two updates: with and without the owner.
        Assert.Equal(prepares is false ? 0L : 4L, await command.ExecuteScalarAsync(Token));
    }

    [Fact]
    public async Task One_connection_in_the_pool_is_enough_for_every_method()
    {
        var engine = Schema.NewEngine(Clock, configure: connection => connection.MaxPoolSize = 1);
        var record = NewRecord(("a", "1"));
        var keys = Enumerable.Range(0, 20).Select(_ => NewKey()).ToArray();
        await Task.WhenAll(keys.Select(key => Task.Run(
            async () =>
            {
                await engine.CreateAsync(key, record, Token);
                await engine.UpdateAsync(key, record, Change(Set("b", "2")), Token);
                var merged = await engine.UpdateAsync(key, record, Change(Set("c", "3")), Token);
                await engine.RotateAsync(key, NewKey(), merged.Record!, Change(), Token);
                Assert.False(await engine.RemoveAsync(key, Token));
                Assert.True((await engine.LoadAsync(key, Token))!.IsClosed);
            },
            Token)));
        Assert.Equal(20, await engine.CountAsync(Token));
    }

    [Fact]
    public async Task An_invalid_row_counts_as_missing_and_hides_no_other()
    {
        var damaged = await StoreAsync(NewRecord());
        var sound = await StoreAsync(NewRecord());
        await Schema.ExecuteAsync($"UPDATE typed_sessions SET expires = '200000-01-01' WHERE \"key\" = '\\x{damaged}'");
        Assert.Null(await Engine.LoadAsync(damaged, Token));
        Assert.NotNull(await Engine.LoadAsync(sound, Token));
        await Schema.ExecuteAsync("UPDATE typed_sessions SET expires = 'infinity', created = '-infinity', deadline = '4000-01-01 BC'");
        Assert.Null(await Engine.LoadAsync(sound, Token));
        Assert.Empty(await Engine.ListAsync(Token).ToListAsync(Token));
    }

    [Fact]
    public async Task A_payload_over_the_limit_is_refused_and_never_fetched()
    {
        var small = Schema.NewEngine(Clock, new DatabaseEngineOptions { MaxPayloadBytes = 1024 });
        var key = await StoreAsync(NewRecord(("a", new string('x', 2000))));
        Assert.False((await small.LoadAsync(key, Token))!.Values.IsReadable);
        var error = await AssertEngineExceptionAsync(
            async () => await small.CreateAsync(NewKey(), NewRecord(("a", new string('x', 2000))), Token));
        Assert.Contains("MaxPayloadBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_application_can_pass_its_data_source()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock).AddSingleton(Schema.NewDataSource())
            .AddTypedSessions().UseDatabase(provider => provider.GetRequiredService<NpgsqlDataSource>());
        await using var provider = services.BuildServiceProvider();
        var engine = provider.GetRequiredService<ISessionEngine>();
        Assert.True(engine.Guarantees.HasFlag(SessionGuarantees.Shared));
        Assert.NotNull(await engine.LoadAsync(await StoreAsync(NewRecord()), Token));
    }

    [Fact]
    public async Task A_data_source_can_be_given_as_it_is()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock).AddTypedSessions().UseDatabase(
            Schema.NewDataSource(), options => options.TableName = "given");
        await using var provider = services.BuildServiceProvider();
        var engine = Assert.IsType<DatabaseSessionEngine>(provider.GetRequiredService<ISessionEngine>());
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(1L, await Schema.ExecuteAsync("SELECT COUNT(*) FROM given"));
    }

    [Fact]
    public async Task A_disposed_engine_throws_and_does_not_dispose_the_data_source()
    {
        var dataSource = Schema.NewDataSource();
        var engine = new DatabaseSessionEngine(dataSource, Clock);
        await engine.LoadAsync(NewKey(), Token);
        await engine.DisposeAsync();
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.LoadAsync(NewKey(), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.RemoveAsync(NewKey(), Token));
        await using var connection = await dataSource.OpenConnectionAsync(Token);
    }
}
