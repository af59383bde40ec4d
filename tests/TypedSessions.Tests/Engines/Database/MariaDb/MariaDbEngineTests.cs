using MySqlConnector;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

public sealed class MariaDbEngineTests(MariaDbServer server) : MariaDbEngineTest(server)
{
    [Fact]
    public void It_declares_all_guarantees()
        => Assert.Equal(Enum.GetValues<SessionGuarantees>().Aggregate((all, one) => all | one), Engine.Guarantees);

    [Fact]
    public async Task Eight_nodes_that_start_concurrently_create_one_table()
    {
        for (var round = 0; round < 3; round++)
        {
            await Database.ExecuteAsync("DROP TABLE typed_sessions");
            await AssertOneTableIsCreatedAsync([.. Enumerable.Range(0, 8).Select(_ => Database.NewEngine(Clock))]);
        }
    }

    [Fact]
    public async Task The_script_creates_the_table_of_the_engine()
    {
        var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = "order" });
        await Database.ExecuteAsync(engine.CreateScript);
        await Database.ExecuteAsync(engine.CreateScript);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(1L, await Database.ExecuteAsync("SELECT COUNT(*) FROM `order`"));
        Assert.Equal(
            "order_expires,order_owner,PRIMARY",
            await Database.ExecuteAsync("""
                SELECT GROUP_CONCAT(index_name ORDER BY index_name) FROM information_schema.statistics
                WHERE table_name = 'order' AND table_schema = DATABASE()
                """));
    }

    [Fact]
    public async Task A_table_can_be_named_with_its_database()
    {
        await Database.ExecuteAsync($"CREATE DATABASE {Database.Name}_app");
        var engine = Database.NewEngine(Clock, new DatabaseEngineOptions { TableName = $"{Database.Name}_app.sessions" });
        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(TimeSpan.FromHours(-2)), Token));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
        Assert.Equal(0, await Engine.CountAsync(Token));
    }

    [Fact]
    public async Task The_table_stores_the_key_and_the_record_in_their_own_column_types()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.Equal(
            "key binary(32),created bigint(20),expires bigint(20),deadline bigint(20),version bigint(20),expiry bigint(20),"
            + "owner varchar(256),scheme varchar(256),successor longblob,"
            + "signed_in bigint(20),seen bigint(20),device longblob,payload longblob",
            await Database.ExecuteAsync("""
                SELECT GROUP_CONCAT(CONCAT(column_name, ' ', column_type) ORDER BY ordinal_position) FROM information_schema.columns
                WHERE table_name = 'typed_sessions' AND table_schema = DATABASE()
                """));
        Assert.Equal(key.ToArray(), await Database.ExecuteAsync("SELECT `key` FROM typed_sessions"));
        Assert.Equal(NewRecord().ExpiresAt.ToUnixTimeMilliseconds(), await Database.ExecuteAsync("SELECT expires FROM typed_sessions"));
    }

    [Theory]
    [InlineData("🔑 ключ 鍵 ünï")]
    [InlineData("ann' OR '1' = '1")]
    [InlineData("back\\slash \"and\" `tick`")]
    public async Task An_owner_of_any_characters_is_found_and_no_similar_one(string owner)
    {
        var key = await StoreAsync(NewRecord() with { Owner = owner });
        await StoreAsync(NewRecord() with { Owner = owner.ToUpperInvariant() + "X" });
        await StoreAsync(NewRecord() with { Owner = owner + " " });

        var found = await Engine.FindByOwnerAsync(owner, Token).SingleAsync(Token);

        Assert.Equal((key, owner), (found.Key, found.Record.Owner));
    }

    [Theory]
    [InlineData("STRICT_ALL_TABLES,NO_ZERO_DATE,ONLY_FULL_GROUP_BY")]
    [InlineData("ANSI")]
    [InlineData("NO_BACKSLASH_ESCAPES")]
    [InlineData("PIPES_AS_CONCAT,IGNORE_SPACE,NO_UNSIGNED_SUBTRACTION,PAD_CHAR_TO_FULL_LENGTH")]
    public async Task Values_survive_in_every_SQL_mode(string mode)
    {
        var options = new DatabaseEngineOptions { TableName = "sessions", ClockSkew = TimeSpan.Zero };
        var dataSource = Database.NewDataSource(builder => builder.NoBackslashEscapes = mode == "NO_BACKSLASH_ESCAPES");
        var engine = new DatabaseSessionEngine(
            new InitializedConnections(dataSource, $"SET SESSION sql_mode = '{mode}'"), Clock, options);
        await engine.EnsureCreatedAsync(Token);
        var record = NewRecord(TimeSpan.FromMinutes(1), ("a", "\0'\"\\%_\r\n\u001a")) with { Owner = "a\\'b" };
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, record, Token));
        Assert.False(await engine.CreateAsync(key, record, Token));

        Assert.Equal(record.Values.Payload.ToArray(), (await engine.LoadAsync(key, Token))!.Values.Payload.ToArray());
        Assert.Equal(1, await engine.FindByOwnerAsync("a\\'b", Token).CountAsync(Token));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData(false, 0)]
    [InlineData(true, 3)]
    public async Task Statements_are_prepared_only_by_the_option(bool? prepares, int expected)
    {
        var dataSource = Database.NewDataSource(builder =>
        {
            builder.MaximumPoolSize = 1;
            builder.ConnectionReset = false;
        });
        var engine = new DatabaseSessionEngine(dataSource, Clock, new DatabaseEngineOptions { UsePreparedStatements = prepares });
        for (var i = 0; i < 3; i++)
        {
            var (key, record) = (NewKey(), NewRecord(("a", "1")));
            Assert.True(await engine.CreateAsync(key, record, Token));
            Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, Touch(), Token)).Outcome);
            Assert.NotNull(await engine.LoadAsync(key, Token));
        }

        await using var connection = await dataSource.OpenConnectionAsync(Token);
        await using var command = new MySqlCommand("SHOW SESSION STATUS LIKE 'Com_stmt_prepare'", connection);
        await using var rows = await command.ExecuteReaderAsync(Token);
        Assert.True(await rows.ReadAsync(Token));
        Assert.Equal($"{expected}", rows.GetString(1));
    }

    [Fact]
    public async Task One_connection_in_the_pool_is_enough_for_every_method()
    {
        var engine = Database.NewEngine(Clock, configure: connection => connection.MaximumPoolSize = 1);
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
    public void A_connection_string_that_counts_changed_rows_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Database.NewEngine(Clock, configure: builder => builder.UseAffectedRows = true));
        Assert.Contains("Remove UseAffectedRows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_over_the_limit_is_refused_and_never_fetched()
    {
        var small = Database.NewEngine(Clock, new DatabaseEngineOptions { MaxPayloadBytes = 1024 });
        var key = await StoreAsync(NewRecord(("a", new string('x', 2000))));
        Assert.False((await small.LoadAsync(key, Token))!.Values.IsReadable);
        var error = await AssertEngineExceptionAsync(
            async () => await small.CreateAsync(NewKey(), NewRecord(("a", new string('x', 2000))), Token));
        Assert.Contains("MaxPayloadBytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("payload = ''")]
    [InlineData("payload = x'01ffffffffff7f'")]
    [InlineData("expires = 9223372036854775807")]
    [InlineData("expires = -9223372036854775808")]
    [InlineData("created = 9223372036854775807")]
    [InlineData("deadline = 9223372036854775807")]
    [InlineData("expiry = -7")]
    [InlineData("successor = 'x'")]
    [InlineData("`key` = 'text'")]
    public async Task A_damaged_row_never_throws_and_hides_no_other(string damage)
    {
        var record = NewRecord(("a", "1"));
        var damaged = await StoreAsync(record);
        await Database.ExecuteAsync($"UPDATE typed_sessions SET {damage}");
        var sound = await StoreAsync(record);

        await Engine.LoadAsync(damaged, Token);
        await Engine.UpdateAsync(damaged, record, Change(Set("a", "2")), Token);
        await Engine.RotateAsync(damaged, NewKey(), record, Change(), Token);
        await Engine.CountAsync(Token);
        await Engine.RemoveExpiredAsync(10, Token);

        Assert.NotNull(await Engine.LoadAsync(sound, Token));
        Assert.Contains(await Engine.ListAsync(Token).ToListAsync(Token), session => session.Key == sound);
    }

    [Fact]
    public async Task Cleanup_and_owner_queries_use_their_indexes()
    {
        for (var i = 0; i < 100; i++)
        {
            await StoreAsync(NewRecord() with { Owner = $"user {i}" });
        }

        var cleanup = DatabaseDialect.MySql.DeleteExpired("typed_sessions").Replace("@now", "1", StringComparison.Ordinal)
            .Replace("@batch", "9", StringComparison.Ordinal);
        await Database.ExecuteAsync("ANALYZE TABLE typed_sessions");
        Assert.Contains("typed_sessions_expires", await ExplainAsync(cleanup), StringComparison.Ordinal);
        var byOwner = await ExplainAsync("SELECT `key` FROM typed_sessions WHERE owner = 'user 7'");
        Assert.Contains("typed_sessions_owner", byOwner, StringComparison.Ordinal);

        async Task<string> ExplainAsync(string sql)
        {
            await using var connection = await Database.ConnectAsync();
            await using var command = new MySqlCommand($"EXPLAIN {sql}", connection);
            await using var rows = await command.ExecuteReaderAsync(Token);
            var plan = "";
            while (await rows.ReadAsync(Token))
            {
                plan += $"{rows["table"]}: {rows["type"]} {rows["key"]}\n";
                Assert.NotEqual("ALL stored", $"{rows["type"]} {rows["table"]}");
            }

            return plan;
        }
    }

    [Fact]
    public async Task An_enumeration_that_ends_early_does_not_read_the_other_records()
    {
        const int Sessions = 40;
        for (var i = 0; i < Sessions; i++)
        {
            await StoreAsync(NewRecord(TimeSpan.FromDays(1 + i), ("noise", new string('x', 200_000))));
        }

        var engine = Database.NewEngine(Clock, configure: connection => connection.MaximumPoolSize = 1);
        Assert.Equal(Sessions, await engine.ListAsync(Token).CountAsync(Token));
        Assert.Equal(NewRecord(TimeSpan.FromDays(1)).ExpiresAt, (await engine.ListAsync(Token).FirstAsync(Token)).Record.ExpiresAt);

        // The connection can still be used.
        Assert.Equal(Sessions, await engine.CountAsync(Token));
    }
}
