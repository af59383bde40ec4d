using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>If the file of a running engine is deleted or replaced, acknowledged records are in the new file.</summary>
public sealed class ReplacedFileTests : SqliteEngineTest
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    public ReplacedFileTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let go of a file that is in use.");

    public static TheoryData<string> Writes => ["create", "update", "touch", "rotate", "remove", "remove expired"];

    private string Log => File.Path + "-wal";

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task After_the_file_was_deleted_no_write_is_acknowledged_and_none_creates_a_file(string write)
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        DeleteAll();

        await AssertFailsAsync("was deleted or replaced", () => WriteAsync(write, key));
        await AssertFailsAsync("is missing", () => WriteAsync(write, key));

        Clock.Advance(LookInterval);
        await AssertFailsAsync("is missing", async () => await Engine.LoadAsync(key, Token));
        await AssertFailsAsync("is missing", async () => await Engine.CountAsync(Token));
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(File.Path)!));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replacement_of_the_file_is_used_for_later_calls(bool pooling)
    {
        using var copy = new SqliteFile();
        await using (var other = copy.NewEngine(Clock))
        {
            await other.EnsureCreatedAsync(Token);
        }

        var connectionString = $"Data Source={File.Path};Pooling={pooling}";
        await using var engine = new DatabaseSessionEngine(SqliteFactory.Instance.CreateDataSource(connectionString), Clock);
        var lost = NewKey();
        Assert.True(await engine.CreateAsync(lost, NewRecord(("a", "1")), Token));
        Assert.NotNull(await engine.LoadAsync(lost, Token));

        DeleteAll();
        System.IO.File.Copy(copy.Path, File.Path);
        await AssertFailsAsync("was deleted or replaced", async () => await engine.CreateAsync(NewKey(), NewRecord(), Token));

        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, NewRecord(("b", "2")), Token));
        Assert.Equal("b=2", (await engine.LoadAsync(key, Token))!.Values.Show());
        Assert.Null(await engine.LoadAsync(lost, Token));
        Assert.Equal(1L, File.Execute("SELECT COUNT(*) FROM typed_sessions"));
        using var pool = new SqliteConnection(connectionString);
        SqliteConnection.ClearPool(pool);
    }

    [Fact]
    public async Task A_replacement_without_the_table_throws()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        DeleteAll();
        System.IO.File.WriteAllBytes(File.Path, []);
        Clock.Advance(LookInterval);

        await AssertFailsAsync("EnsureCreatedAsync", async () => await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task A_reader_detects_it_within_a_second()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        Assert.NotNull(await Engine.LoadAsync(key, Token));
        DeleteAll();
        Clock.Advance(LookInterval);

        await AssertFailsAsync("is missing", async () => await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public async Task A_write_is_not_acknowledged_when_a_reader_detected_the_replacement_first()
    {
        var dataSource = SqliteFactory.Instance.CreateDataSource(File.ConnectionString);
        await using var database = new SqliteDatabase(dataSource, new DatabaseEngineOptions(), DatabaseDialect.Sqlite, Clock);
        using var copy = new SqliteFile();
        copy.Execute("CREATE TABLE other (id INTEGER)");
        await database.WriteAsync(new Step(() => { }));

        var write = new Step(() =>
        {
            DeleteAll();
            System.IO.File.Copy(copy.Path, File.Path);
            Clock.Advance(LookInterval);
            database.File.CheckPeriodically();
        });

        await AssertFailsAsync("was deleted or replaced", async () => await database.WriteAsync(write));
        Assert.True(await database.WriteAsync(new Step(() => { })));
    }

    [Fact]
    public async Task A_disk_that_is_mounted_again_has_its_sessions()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        File.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        var elsewhere = File.Path + "-unmounted";
        System.IO.File.Move(File.Path, elsewhere);
        await AssertFailsAsync("was deleted or replaced", async () => await Engine.RemoveAsync(NewKey(), Token));
        await AssertFailsAsync("is missing", async () => await Engine.LoadAsync(key, Token));

        System.IO.File.Move(elsewhere, File.Path);

        Assert.Equal("a=1", (await Engine.LoadAsync(key, Token))!.Values.Show());
        Assert.True(await Engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task After_the_log_alone_was_deleted_a_write_is_not_acknowledged_and_the_next_is_stored()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        System.IO.File.Delete(Log);
        await AssertFailsAsync("was deleted or replaced", () => WriteAsync("create", key));

        var next = await StoreAsync(NewRecord(("b", "2")));

        Assert.Equal("b=2", (await Engine.LoadAsync(next, Token))!.Values.Show());
        Assert.Equal(1L, File.Execute($"SELECT COUNT(*) FROM typed_sessions WHERE \"key\" = x'{next}'"));
        Assert.Equal("ok", File.Execute("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task A_failing_write_is_not_taken_for_a_replaced_file()
    {
        await using var engine = File.NewEngine(Clock, new DatabaseEngineOptions { MaxPayloadBytes = 1024 });
        var big = NewRecord(("a", new string('x', 2000)));
        await AssertFailsAsync("MaxPayloadBytes", async () => await engine.CreateAsync(NewKey(), big, Token));

        Assert.True(await engine.CreateAsync(NewKey(), NewRecord(), Token));
    }

    [Fact]
    public async Task A_database_in_memory_is_not_checked_for_a_missing_file()
    {
        const string connectionString = "Data Source=replaced-file-tests;Mode=Memory;Cache=Shared";
        using var keeper = new SqliteConnection(connectionString);
        keeper.Open();
        await using var engine = new DatabaseSessionEngine(SqliteFactory.Instance.CreateDataSource(connectionString), Clock);
        await engine.EnsureCreatedAsync(Token);
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, NewRecord(("a", "1")), Token));
        Clock.Advance(LookInterval);

        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
    }

    private static async Task AssertFailsAsync(string words, Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(string write, SessionKey key)
    {
        var record = NewRecord(("a", "1"));
        _ = write switch
        {
            "create" => (object)await Engine.CreateAsync(NewKey(), record, Token),
            "update" => await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token),
            "touch" => await Engine.UpdateAsync(key, record, Change(), Token),
            "rotate" => await Engine.RotateAsync(key, NewKey(), record, Change(), Token),
            "remove" => await Engine.RemoveAsync(key, Token),
            _ => await Engine.RemoveExpiredAsync(1, Token),
        };
    }

    /// <summary>Runs a callback while the transaction of a write is open.</summary>
    private sealed class Step(Action act) : WriteOperation<bool>(CancellationToken.None)
    {
        public override string Description => "take a step";

        public override ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
        {
            act();
            Result = true;
            return ValueTask.CompletedTask;
        }
    }

    private void DeleteAll()
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(File.Path)!))
        {
            System.IO.File.Delete(file);
        }
    }
}
