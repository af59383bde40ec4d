using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Sql;
using TypedSessions.Engines.Database.Writes;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.Database;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteFile _file = new();
    private readonly TransactionCounter _transactions = new();
    private readonly SqliteDatabase _database;

    public SqliteWriterTests()
    {
        // A deferred foreign key makes a COMMIT fail.
        var dataSource = SqliteFactory.Instance.CreateDataSource($"{_file.ConnectionString};Foreign Keys=True");
        var options = new DatabaseEngineOptions { ShouldYield = static () => false };
        _database = new SqliteDatabase(dataSource, options, DatabaseDialect.Sqlite, _transactions);
        _file.Execute("""
            CREATE TABLE parent (id INTEGER PRIMARY KEY);
            CREATE TABLE child (name TEXT, parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED);
            """);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task A_write_that_meets_no_other_runs_on_its_own_thread()
    {
        var thread = 0;
        var write = _database.WriteAsync(
            new Write(() => thread = Environment.CurrentManagedThreadId, "INSERT INTO child VALUES ('a', NULL)"));
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.True(write.IsCompletedSuccessfully);
        Assert.Equal(1, await write);
    }

    [Fact]
    public async Task Waiting_writes_are_committed_together()
    {
        var (leader, release) = Occupy();
        var writes = Enumerable.Range(0, 100).Select(i => Insert($"n{i}")).ToArray();
        Assert.Equal(0L, Stored());
        release();
        await leader;
        await Task.WhenAll(writes);
        Assert.Equal(100L, Stored());
        Assert.Equal(2, _transactions.Count);
    }

    [Fact]
    public async Task No_write_returns_before_the_commit()
    {
        var (leader, release) = Occupy();
        var first = Insert("first");
        var blocked = new TaskCompletionSource();
        var second = _database.WriteAsync(new Write(() => { }, "INSERT INTO child VALUES ('second', NULL)", blocked.Task)).AsTask();
        release();
        await leader;
        Assert.False(first.IsCompleted);
        blocked.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(2L, Stored());
    }

    [Fact]
    public async Task A_failing_write_does_not_affect_others()
    {
        var (leader, release) = Occupy();
        var before = Insert("before");
        var broken = _database.WriteAsync(new Write(() => { }, "INSERT INTO nowhere VALUES (1)")).AsTask();
        var wrong = _database.WriteAsync(new Write(() => throw new ArgumentException("the caller's own mistake"), "SELECT 1")).AsTask();
        var after = Insert("after");
        release();
        await leader;
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => broken);
        Assert.IsType<SqliteException>(error.InnerException);
        Assert.Contains("could not write for a test", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => wrong);
        await Task.WhenAll(before, after);
        Assert.Equal(2L, Stored());
    }

    [Fact]
    public async Task A_commit_that_fails_fails_all_and_the_next_one_works()
    {
        var (leader, release) = Occupy();
        var innocent = Insert("innocent");
        var orphan = _database.WriteAsync(new Write(() => { }, "INSERT INTO child VALUES ('orphan', 42)")).AsTask();
        release();
        await leader;
        await Assert.ThrowsAsync<SessionEngineException>(() => innocent);
        await Assert.ThrowsAsync<SessionEngineException>(() => orphan);
        Assert.Equal(0L, Stored());
        Assert.Equal(1, await Insert("next"));
        Assert.Equal(1L, Stored());
    }

    [Fact]
    public async Task A_cancelled_write_in_the_queue_is_not_stored()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var (leader, release) = Occupy();
        var left = _database.WriteAsync(new Write(() => { }, "INSERT INTO child VALUES ('left', NULL)", null, source.Token)).AsTask();
        var stays = Insert("stays");
        await source.CancelAsync();
        release();
        await leader;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(1, await stays);
        Assert.Equal(1L, Stored());
    }

    [Fact]
    public async Task Disposal_waits_for_running_calls()
    {
        var (leader, release) = Occupy();
        var waiting = Insert("waiting");
        var disposal = _database.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Insert("late"));
        release();
        await Task.WhenAll(leader, waiting, disposal);
        Assert.Equal(1L, Stored());
    }

    private Task<int> Insert(string name)
        => _database.WriteAsync(new Write(() => { }, $"INSERT INTO child VALUES ('{name}', NULL)")).AsTask();

    // Blocks a write in its transaction until it is released, so that others must wait.
    private (Task Leader, Action Release) Occupy()
    {
        var blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (_database.WriteAsync(new Write(() => { }, "SELECT 1", blocked.Task)).AsTask(), blocked.SetResult);
    }

    private object? Stored() => _file.Execute("SELECT COUNT(*) FROM child");

    private sealed class Write(Action before, string sql, Task? blocked = null, CancellationToken cancellationToken = default)
        : WriteOperation<int>(cancellationToken)
    {
        public override string Description => "write for a test";

        public override async ValueTask ExecuteAsync(SessionConnection connection, DateTimeOffset now)
        {
            before();
            await (blocked ?? Task.CompletedTask);
            Result = await connection.ExecuteAsync(new Statement(sql));
        }
    }

    /// <summary>A clock that counts its calls, of which each transaction makes one.</summary>
    private sealed class TransactionCounter : TimeProvider
    {
        public int Count { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            Count++;
            return DateTimeOffset.UnixEpoch;
        }
    }
}
