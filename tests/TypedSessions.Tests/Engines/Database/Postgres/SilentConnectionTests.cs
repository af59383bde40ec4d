using Npgsql;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Database.Batching;
using TypedSessions.Engines.Database.Writes;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>Connections that a firewall drops silently block only the operations that use them.</summary>
public sealed class SilentConnectionTests(PostgresServer server) : PostgresEngineTest(server)
{
    // One for each slot of the batches, so that each gets a silent connection.
    private static readonly int Slots = ServerDatabase.MaxConcurrentBatches;

    private TcpProxy _proxy = null!;
    private DatabaseSessionEngine _engine = null!;
    private NpgsqlDataSource _dataSource = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _proxy = new TcpProxy(new NpgsqlConnectionStringBuilder(Schema.ConnectionString).Port);
        _dataSource = Schema.NewDataSource(builder => builder.Port = _proxy.Port);
        _engine = new DatabaseSessionEngine(_dataSource, Clock, new DatabaseEngineOptions { ShouldYield = static () => false });
    }

    public override async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_silent_connection_blocks_only_its_own_loads()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        await SilenceAsync();
        var blocked = Enumerable.Range(0, Slots).Select(_ => _engine.LoadAsync(key, Token).AsTask()).ToArray();
        var others = Enumerable.Range(0, 20).Select(_ => _engine.LoadAsync(key, Token).AsTask()).ToArray();

        await AdvanceUntilAsync(Task.WhenAll(others));

        Assert.All(others, other => Assert.Equal("a=1", other.Result!.Values.Show()));
        Assert.All(blocked, load => Assert.False(load.IsCompleted));
        await EndAsync(blocked);
    }

    [Fact]
    public async Task A_silent_connection_blocks_only_its_own_updates()
    {
        var record = NewRecord(("a", "1"));
        var keys = await Task.WhenAll(Enumerable.Range(0, Slots + 5).Select(_ => StoreAsync(record)));
        await SilenceAsync();
        var changes = Change(Set("a", "2"));
        var updates = Array.ConvertAll(keys, key => _engine.UpdateAsync(key, record, changes, Token).AsTask());

        await AdvanceUntilAsync(Task.WhenAll(updates[Slots..]));

        Assert.All(updates[Slots..], update => Assert.Equal(CommitOutcome.Applied, update.Result.Outcome));
        Assert.All(updates[..Slots], update => Assert.False(update.IsCompleted));
        await EndAsync(updates[..Slots]);
    }

    [Fact]
    public async Task A_silent_connection_blocks_only_one_synchronous_call()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        await SilenceAsync();
        var blocked = Enumerable.Range(0, Slots)
            .Select(_ => Task.Factory.StartNew(() => Load(key), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        while (_proxy.Vanished < Slots)
        {
            await Task.Yield();
        }

        Assert.Equal("a=1", Load(key)!.Values.Show());

        Assert.All(blocked, load => Assert.False(load.IsCompleted));
        await EndAsync(blocked);
    }

    private SessionRecord? Load(SessionKey key) => _engine.Load(key, TimeSpan.FromMinutes(1));

    // The pool has one connection for each slot, and all are silent.
    private async Task SilenceAsync()
    {
        await _engine.LoadAsync(NewKey(), Token);
        var connections = await Task.WhenAll(Enumerable.Range(0, Slots).Select(_ => _dataSource.OpenConnectionAsync(Token).AsTask()));
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }

        _proxy.Silence();
    }

    private async Task AdvanceUntilAsync(Task work)
    {
        while (!work.IsCompleted)
        {
            Clock.Advance(Batcher<UpdateOperation>.SlotTimeout);
            await Task.WhenAny(work, Task.Run(static () => { }, Token));
        }

        await work;
    }

    private async Task EndAsync(Task[] blocked)
    {
        await _proxy.DisposeAsync();
        foreach (var work in blocked)
        {
            await Assert.ThrowsAsync<SessionEngineException>(() => work);
        }
    }
}
