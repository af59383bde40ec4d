using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

public sealed class DatabaseSessionEngineTests : SqliteEngineTest
{
    [Fact]
    public async Task The_table_can_be_created_again_and_by_many_at_once()
    {
        using var file = new SqliteFile();
        var engines = Enumerable.Range(0, 8).Select(_ => file.NewEngine(Clock)).ToArray();
        await Task.WhenAll(engines.Select(engine => Task.Run(async () => await engine.EnsureCreatedAsync(Token), Token)));
        await engines[0].EnsureCreatedAsync(Token);
        var key = NewKey();
        Assert.True(await engines[1].CreateAsync(key, NewRecord(("a", "1")), Token));
        Assert.NotNull(await engines[2].LoadAsync(key, Token));
        foreach (var engine in engines)
        {
            await engine.DisposeAsync();
        }
    }

    [Fact]
    public async Task The_script_creates_the_table_of_the_engine()
    {
        using var file = new SqliteFile();
        await using var engine = file.NewEngine(Clock, new DatabaseEngineOptions { TableName = "order" });
        file.Execute(engine.CreateScript);
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, NewRecord(), Token));
        Assert.Equal(1L, file.Execute("SELECT COUNT(*) FROM \"order\""));
    }

    [Fact]
    public async Task A_missing_column_of_a_version_is_added()
    {
        using var file = new SqliteFile();
        await using var engine = file.NewEngine(Clock);
        file.Execute(engine.CreateScript);
        file.Execute("ALTER TABLE typed_sessions DROP COLUMN successor");

        await engine.EnsureCreatedAsync(Token);

        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(1L, file.Execute("SELECT COUNT(*) FROM pragma_table_info('typed_sessions') WHERE name = 'successor'"));
    }

    [Fact]
    public async Task A_missing_table_throws_with_a_hint()
    {
        using var file = new SqliteFile();
        await using var engine = file.NewEngine(Clock);
        var key = NewKey();
        await AssertEngineExceptionAsync("load a session", async () => await engine.LoadAsync(key, Token));
        await AssertEngineExceptionAsync("store a new session", async () => await engine.CreateAsync(key, NewRecord(), Token));
        await AssertEngineExceptionAsync("update a session", async () => await engine.UpdateAsync(key, NewRecord(), Change(), Token));
        await AssertEngineExceptionAsync("remove a session", async () => await engine.RemoveAsync(key, Token));
        await AssertEngineExceptionAsync("list the sessions", async () => await engine.ListAsync(Token).AnyAsync(Token));

        await engine.EnsureCreatedAsync(Token);
        Assert.True(await engine.CreateAsync(key, NewRecord(), Token));
        Assert.NotNull(await engine.LoadAsync(key, Token));

        static async Task AssertEngineExceptionAsync(string attempt, Func<Task> work)
        {
            var error = await Assert.ThrowsAsync<SessionEngineException>(work);
            Assert.Contains("SQLite", error.Message, StringComparison.Ordinal);
            Assert.Contains($"could not {attempt}.", error.Message, StringComparison.Ordinal);
            Assert.Contains("EnsureCreatedAsync", error.Message, StringComparison.Ordinal);
            Assert.IsType<SqliteException>(error.InnerException);
        }
    }

    [Fact]
    public async Task A_database_that_cannot_be_opened_throws_without_the_connection_string()
    {
        var missing = SqliteFactory.Instance.CreateDataSource("Data Source=/nowhere/at/all.db;Password=hunter2;Pooling=False");
        await using var engine = new DatabaseSessionEngine(missing, Clock);
        foreach (var work in new Func<Task>[]
        {
            async () => await engine.LoadAsync(NewKey(), Token),
            async () => await engine.CreateAsync(NewKey(), NewRecord(), Token),
            async () => await engine.CountAsync(Token),
        })
        {
            var error = await Assert.ThrowsAsync<SessionEngineException>(work);
            Assert.NotNull(error.InnerException);
            Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_connection_without_a_dialect_is_refused_with_the_names_of_the_supported()
    {
        var error = Assert.Throws<ArgumentException>(() => new DatabaseSessionEngine(new StrangeDataSource(), Clock));
        Assert.Contains("Microsoft.Data.Sqlite", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(StrangeConnection), error.Message, StringComparison.Ordinal);
        using var engine = new DatabaseSessionEngine(
            new StrangeDataSource(), Clock, new DatabaseEngineOptions { Dialect = DatabaseDialect.Sqlite });
        Assert.Contains("CREATE TABLE", engine.CreateScript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("1st")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("a\"; DROP TABLE x; --")]
    [InlineData("sессии")]
    [InlineData("a.b.c")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a234567890123456789012345678901234567890123456789")]
    public void A_table_name_that_is_not_an_identifier_is_refused(string name)
    {
        using var file = new SqliteFile();
        var error = Assert.Throws<OptionsValidationException>(() => file.NewEngine(Clock, new DatabaseEngineOptions { TableName = name }));
        Assert.Contains("DatabaseEngineOptions.TableName is", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SQLite_refuses_a_table_name_with_a_schema_and_names_the_one_without()
    {
        using var file = new SqliteFile();
        var error = Assert.Throws<ArgumentException>(() => file.NewEngine(Clock, new DatabaseEngineOptions { TableName = "app.sessions" }));
        Assert.Contains("TableName to 'sessions'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_payload_over_the_limit_is_refused_and_changes_nothing()
    {
        await using var engine = File.NewEngine(Clock, new DatabaseEngineOptions { MaxPayloadBytes = 1024 });
        var key = NewKey();
        var record = NewRecord(("a", "1"));
        Assert.True(await engine.CreateAsync(key, record, Token));
        var big = Change(Set("a", new string('x', 1024)));
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.UpdateAsync(key, record, big, Token));
        Assert.Contains("MaxPayloadBytes", error.Message, StringComparison.Ordinal);
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
    }

    [Fact]
    public async Task The_table_holds_the_key_and_the_record_and_nothing_else()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.Equal(
            "key,created,expires,deadline,version,expiry,owner,scheme,successor,signed_in,seen,device,payload",
            File.Execute("SELECT group_concat(name) FROM pragma_table_info('typed_sessions')"));
        Assert.Equal(key.ToArray(), File.Execute("SELECT \"key\" FROM typed_sessions"));
        Assert.Equal(NewRecord().ExpiresAt.ToUnixTimeMilliseconds(), File.Execute("SELECT expires FROM typed_sessions"));
    }

    [Fact]
    public async Task Cleanup_and_owner_queries_use_their_indexes()
    {
        await StoreAsync(NewRecord());
        var cleanUp = Plan(new SqliteDialect().DeleteExpired("typed_sessions")
            .Replace("@now", "5", StringComparison.Ordinal)
            .Replace("@batch", "9", StringComparison.Ordinal));
        Assert.Equal(2, cleanUp.Split("_expires").Length - 1);
        Assert.DoesNotMatch("SCAN (TABLE )?typed_sessions", cleanUp);
        Assert.DoesNotContain("TEMP B-TREE", cleanUp, StringComparison.Ordinal);
        Assert.Contains("_owner", Plan("SELECT \"key\" FROM typed_sessions WHERE owner = 'ann' AND expires > 5"), StringComparison.Ordinal);

        string Plan(string sql)
        {
            using var connection = new SqliteConnection(File.ConnectionString);
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            using var rows = command.ExecuteReader();
            var plan = "";
            while (rows.Read())
            {
                plan += rows.GetString(3) + '\n';
            }

            return plan;
        }
    }

    [Fact]
    public async Task Threads_can_load_synchronously_at_once()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        using var start = new Barrier(4);
        var threads = Enumerable.Range(0, start.ParticipantCount).Select(
            _ => Task.Factory.StartNew(LoadOften, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default));
        Assert.All(await Task.WhenAll(threads), Assert.True);

        bool LoadOften()
        {
            start.SignalAndWait(Token);
            return Enumerable.Range(0, 200).All(
                _ => Engine.Load(key, TimeSpan.FromMinutes(1))?.Values.Show() == "a=1");
        }
    }

    [Fact]
    public async Task An_unreadable_row_affects_only_its_own_caller_and_its_connection_is_not_reused()
    {
        var (sound, broken) = (await StoreAsync(NewRecord(("a", "1"))), await StoreAsync(NewRecord()));

        // An expression that fails in SQLite instead of a timestamp.
        File.Execute("ALTER TABLE typed_sessions RENAME TO stored");
        File.Execute($"""
            CREATE VIEW typed_sessions AS
            SELECT "key", CASE WHEN "key" = x'{broken}' THEN abs(-9223372036854775808) ELSE created END AS created,
                expires, deadline, version, expiry, owner, scheme, successor, signed_in, seen, device, payload FROM stored
            """);
        var connections = 0;
        var dataSource = new CountedDataSource(File.ConnectionString, () => connections++);
        await using var engine = new DatabaseSessionEngine(
            dataSource, Clock, new DatabaseEngineOptions { Dialect = DatabaseDialect.Sqlite });

        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.LoadAsync(broken, Token));

        Assert.Contains("could not load a session", error.Message, StringComparison.Ordinal);
        Assert.Equal("a=1", (await engine.LoadAsync(sound, Token))!.Values.Show());
        Assert.Equal("a=1", (await engine.LoadAsync(sound, Token))!.Values.Show());
        Assert.Equal(2, connections);
    }

    [Fact]
    public void The_file_is_in_WAL_mode() => Assert.Equal("wal", File.Execute("PRAGMA journal_mode"));

    [Fact]
    public async Task A_disposed_engine_throws_ObjectDisposedException()
    {
        var engine = File.NewEngine(Clock);
        await engine.LoadAsync(NewKey(), Token);
        await engine.DisposeAsync();
        await engine.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.LoadAsync(NewKey(), Token));
        Assert.Throws<ObjectDisposedException>(() => engine.Load(NewKey(), TimeSpan.FromMinutes(1)));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await engine.RemoveAsync(NewKey(), Token));
    }

    private sealed class CountedDataSource(string connectionString, Action count) : DbDataSource
    {
        public override string ConnectionString => connectionString;

        protected override DbConnection CreateDbConnection()
        {
            count();
            return new SqliteConnection(connectionString);
        }
    }

    private sealed class StrangeDataSource : DbDataSource
    {
        public override string ConnectionString => "Password=hunter2";

        protected override DbConnection CreateDbConnection() => new StrangeConnection();
    }

    private sealed class StrangeConnection : DbConnection
    {
        [AllowNull]
        public override string ConnectionString { get; set; } = "";

        public override string Database => "";

        public override string DataSource => "";

        public override string ServerVersion => "";

        public override System.Data.ConnectionState State => System.Data.ConnectionState.Closed;

        public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

        public override void Close()
        {
        }

        public override void Open() => throw new NotSupportedException();

        protected override DbTransaction BeginDbTransaction(System.Data.IsolationLevel isolationLevel) => throw new NotSupportedException();

        protected override DbCommand CreateDbCommand() => throw new NotSupportedException();
    }
}
