using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>
/// Loads from SQLite that wait for one another. The first opens its connection when the test lets it, and the others come meanwhile.
/// </summary>
public sealed class GroupedLoadsTests : SqliteEngineTest
{
    // More than there are lanes, so that some of them form a group on any machine.
    private const int Many = 100;

    // One for each processor.
    private static readonly int Lanes = Environment.ProcessorCount;

    [Theory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(Many)]
    public async Task Each_gets_its_own_record(int sessions)
    {
        var keys = await StoreAsync(sessions);
        await using var node = new GatedNode(File, Clock);

        var records = await node.LoadTogetherAsync(keys);

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => $"i={i}"), await ShownAsync(records));
    }

    [Fact]
    public async Task Those_that_wait_share_a_connection_and_its_transaction()
    {
        var keys = await StoreAsync(Many);
        await using var node = new GatedNode(File, Clock);

        await ShownAsync(await node.LoadTogetherAsync(keys));

        // One statement stays open and has the transaction, while the other runs.
        Assert.Contains(node.Connections, static connection => connection.Queries == 2);
        Assert.InRange(node.Connections.Count, 1, Lanes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(Many - 1)]
    public async Task Who_has_no_session_gets_none_and_the_others_theirs(int missing)
    {
        var keys = await StoreAsync(Many);
        await Engine.RemoveAsync(keys[missing], Token);
        await using var node = new GatedNode(File, Clock);

        var shown = await ShownAsync(await node.LoadTogetherAsync(keys));

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => i == missing ? "none" : $"i={i}"), shown);
    }

    [Fact]
    public async Task Two_may_wait_for_the_same_session()
    {
        var keys = await StoreAsync(2);
        await using var node = new GatedNode(File, Clock);

        Assert.Equal(["i=0", "i=1", "i=1", "i=0"], await ShownAsync(await node.LoadTogetherAsync([keys[0], keys[1], keys[1], keys[0]])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(Many - 1)]
    public async Task A_row_that_cannot_be_read_fails_its_own_caller_only(int broken)
    {
        var keys = await StoreAsync(Many);
        Break(keys[broken]);
        await using var node = new GatedNode(File, Clock);

        var records = await node.LoadTogetherAsync(keys);

        for (var i = 0; i < keys.Length; i++)
        {
            if (i == broken)
            {
                var error = await Assert.ThrowsAsync<SessionEngineException>(() => records[i]);
                Assert.Contains("could not load a session", error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal($"i={i}", (await records[i])?.Values.Show());
            }
        }
    }

    [Fact]
    public async Task A_connection_that_met_trouble_is_not_used_again()
    {
        var keys = await StoreAsync(2);
        Break(keys[1]);
        await using var node = new GatedNode(File, Clock);
        node.Gate.SetResult();
        await Assert.ThrowsAsync<SessionEngineException>(async () => await node.Engine.LoadAsync(keys[1], Token));
        Assert.Equal("i=0", (await node.Engine.LoadAsync(keys[0], Token))?.Values.Show());
        Assert.Equal("i=0", (await node.Engine.LoadAsync(keys[0], Token))?.Values.Show());
        Assert.Equal(2, node.Connections.Count);
    }

    [Fact]
    public async Task What_waits_when_the_engine_is_disposed_is_still_loaded()
    {
        var keys = await StoreAsync(3);
        await using var node = new GatedNode(File, Clock);
        var records = node.Load(keys);
        var disposal = node.Engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        node.Gate.SetResult();
        await disposal;
        Assert.Equal(["i=0", "i=1", "i=2"], await ShownAsync(records));
    }

    private static async Task<string[]> ShownAsync(Task<SessionRecord?>[] records)
        => Array.ConvertAll(await Task.WhenAll(records), record => record?.Values.Show() ?? "none");

    private async Task<SessionKey[]> StoreAsync(int sessions)
    {
        var keys = new SessionKey[sessions];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = await StoreAsync(NewRecord(("i", $"{i}")));
        }

        return keys;
    }

    // A sum that SQLite refuses, where the others have their moment.
    private void Break(SessionKey key)
    {
        File.Execute("ALTER TABLE typed_sessions RENAME TO kept");
        File.Execute($"""
            CREATE VIEW typed_sessions AS
            SELECT "key", CASE WHEN "key" = x'{Convert.ToHexString(key.ToArray())}' THEN abs(-9223372036854775808) ELSE created END AS created,
                expires, deadline, version, expiry, owner, scheme, successor, payload FROM kept
            """);
    }

    /// <summary>An engine whose connections open when the test lets them, and are known to it.</summary>
    private sealed class GatedNode : DbDataSource
    {
        private readonly SqliteFile _file;

        public GatedNode(SqliteFile file, TimeProvider clock)
        {
            _file = file;
            Engine = new DatabaseSessionEngine(this, clock, new DatabaseEngineOptions { Dialect = DatabaseDialect.Sqlite });
        }

        public DatabaseSessionEngine Engine { get; }

        public TaskCompletionSource Gate { get; } = new();

        public ConcurrentBag<WatchedConnection> Connections { get; } = [];

        public override string ConnectionString => _file.ConnectionString;

        public Task<SessionRecord?>[] Load(SessionKey[] keys) => Array.ConvertAll(keys, key => Engine.LoadAsync(key, Token).AsTask());

        /// <summary>
        /// Loads so that the first of the keys is held up, and so is every other lane that there is; the rest of the keys come meanwhile.
        /// </summary>
        public async Task<Task<SessionRecord?>[]> LoadTogetherAsync(SessionKey[] keys)
        {
            var holdUps = Load([.. Enumerable.Repeat(keys[0], Lanes - 1)]);
            var records = Load(keys);
            Assert.DoesNotContain(records, record => record.IsCompleted);
            Gate.SetResult();
            await Task.WhenAll(holdUps);
            await Task.WhenAny(Task.WhenAll(records));
            return records;
        }

        protected override DbConnection CreateDbConnection()
        {
            var connection = new WatchedConnection(_file.ConnectionString);
            Connections.Add(connection);
            return connection;
        }

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
        {
            await Gate.Task;
            return await base.OpenDbConnectionAsync(cancellationToken);
        }

        protected override async ValueTask DisposeAsyncCore()
        {
            await Engine.DisposeAsync();
            await base.DisposeAsyncCore();
        }
    }

    /// <summary>A connection that knows the statements that were made for it.</summary>
    private sealed class WatchedConnection(string connectionString) : SqliteConnection(connectionString)
    {
        private readonly ConcurrentBag<SqliteCommand> _commands = [];

        public int Queries => _commands.Count(static command => command.CommandText.StartsWith("SELECT", StringComparison.Ordinal));

        public override SqliteCommand CreateCommand()
        {
            var command = base.CreateCommand();
            _commands.Add(command);
            return command;
        }
    }
}
