using System.Data.Common;
using Microsoft.Data.Sqlite;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Loads from SQLite that wait for one another. The first opens its connection when the test lets it, and the others come meanwhile.</summary>
public sealed class GroupedLoadsTests : SqliteEngineTest
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public async Task Each_gets_its_own_record(int waiting)
    {
        var keys = await StoreAsync(1 + waiting);

        var records = await LoadTogetherAsync(keys);

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => $"i={i}"), await ShownAsync(records));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Who_has_no_session_gets_none_and_the_others_theirs(int missing)
    {
        var keys = await StoreAsync(4);
        await Engine.RemoveAsync(keys[1 + missing], Token);

        var shown = await ShownAsync(await LoadTogetherAsync(keys));

        Assert.Equal(Enumerable.Range(0, keys.Length).Select(i => i == 1 + missing ? "none" : $"i={i}"), shown);
    }

    [Fact]
    public async Task Two_may_wait_for_the_same_session()
    {
        var keys = await StoreAsync(2);

        Assert.Equal(["i=0", "i=1", "i=1", "i=0"], await ShownAsync(await LoadTogetherAsync([keys[0], keys[1], keys[1], keys[0]])));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_row_that_cannot_be_read_fails_its_own_caller_only(int broken)
    {
        var keys = await StoreAsync(4);
        Break(keys[1 + broken]);

        var records = await LoadTogetherAsync(keys);

        for (var i = 0; i < keys.Length; i++)
        {
            if (i == 1 + broken)
            {
                var error = await Assert.ThrowsAsync<SessionEngineException>(() => records[i]);
                Assert.Contains("could not load a session", error.Message, StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal($"i={i}", (await records[i])?.Values.Show());
            }
        }

        // The connection that met the trouble is not used again, and the next load does not miss it.
        Assert.Equal("i=0", (await Engine.LoadAsync(keys[0], Token))?.Values.Show());
    }

    [Fact]
    public async Task What_waits_when_the_engine_is_disposed_is_still_loaded()
    {
        var keys = await StoreAsync(3);
        var gate = new TaskCompletionSource();
        var engine = NewEngine(gate.Task);
        var records = Load(engine, keys);
        var disposal = engine.DisposeAsync().AsTask();
        Assert.False(disposal.IsCompleted);
        gate.SetResult();
        await disposal;
        Assert.Equal(["i=0", "i=1", "i=2"], await ShownAsync(records));
    }

    private static Task<SessionRecord?>[] Load(DatabaseSessionEngine engine, SessionKey[] keys)
        => Array.ConvertAll(keys, key => engine.LoadAsync(key, Token).AsTask());

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

    // The first of the keys is held up, and so is every other lane that there is; the rest of the keys come meanwhile.
    private async Task<Task<SessionRecord?>[]> LoadTogetherAsync(SessionKey[] keys)
    {
        var gate = new TaskCompletionSource();
        var engine = NewEngine(gate.Task);
        var holdUps = Load(engine, [.. Enumerable.Repeat(keys[0], DatabaseAccess.Lanes - 1)]);
        var records = Load(engine, keys);
        Assert.DoesNotContain(records, record => record.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(holdUps);
        await Task.WhenAny(Task.WhenAll(records));
        await engine.DisposeAsync();
        return records;
    }

    private DatabaseSessionEngine NewEngine(Task gate) => new(new GatedDataSource(File, gate), Clock, new DatabaseEngineOptions { Dialect = DatabaseDialect.Sqlite });

    // A sum that SQLite refuses, where the others have their moment.
    private void Break(SessionKey key)
    {
        File.Execute("ALTER TABLE typed_sessions RENAME TO kept");
        File.Execute($"""
            CREATE VIEW typed_sessions AS
            SELECT "key", CASE WHEN "key" = x'{Convert.ToHexString(key.ToArray())}' THEN abs(-9223372036854775808) ELSE created END AS created,
                expires, deadline, version, expiry, owner, payload FROM kept
            """);
    }

    private sealed class GatedDataSource(SqliteFile file, Task gate) : DbDataSource
    {
        public override string ConnectionString => file.ConnectionString;

        protected override DbConnection CreateDbConnection() => new SqliteConnection(file.ConnectionString);

        protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
        {
            await gate;
            return await base.OpenDbConnectionAsync(cancellationToken);
        }
    }
}
