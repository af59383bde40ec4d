using System.Data.Common;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>An engine whose connections open when the test allows it.</summary>
internal sealed class GatedNode : DbDataSource
{
    private static readonly int Slots = ServerDatabase.MaxConcurrentBatches;

    private readonly DbDataSource _dataSource;
    private int _connections;

    public GatedNode(
        DbDataSource dataSource,
        DatabaseDialect dialect,
        TimeProvider timeProvider,
        bool? prepares = null,
        Action<DatabaseEngineOptions>? configure = null)
    {
        _dataSource = dataSource;
        var options = new DatabaseEngineOptions { Dialect = dialect, ShouldYield = static () => false, UsePreparedStatements = prepares };
        configure?.Invoke(options);
        Engine = new DatabaseSessionEngine(this, timeProvider, options);
    }

    public DatabaseSessionEngine Engine { get; }

    public TaskCompletionSource Gate { get; } = new();

    /// <summary>The number of opened connections.</summary>
    public int Connections => _connections;

    public override string ConnectionString => _dataSource.ConnectionString;

    public Task<SessionRecord?>[] Load(SessionKey[] keys)
        => Array.ConvertAll(keys, key => Engine.LoadAsync(key, TestContext.Current.CancellationToken).AsTask());

    /// <summary>Loads the first key in the last free slot and blocks it, so that the other loads wait in its queue.</summary>
    public async Task<Task<SessionRecord?>[]> LoadTogetherAsync(SessionKey[] keys)
    {
        var holdUps = Load([.. Enumerable.Repeat(keys[0], Slots - 1)]);
        var records = Load(keys);
        Assert.DoesNotContain(records, record => record.IsCompleted);
        Gate.SetResult();
        await Task.WhenAll(holdUps);
        await Task.WhenAny(Task.WhenAll(records));
        return records;
    }

    public Task<bool>[] Create(SessionKey[] keys, SessionRecord[] records)
        => [.. keys.Zip(records, (key, record) => Engine.CreateAsync(key, record, TestContext.Current.CancellationToken).AsTask())];

    /// <summary>Creates sessions concurrently. The first ones are blocked until the others wait in their queue.</summary>
    public async Task<bool[]> CreateTogetherAsync(SessionKey[] keys, SessionRecord[] records)
    {
        var creating = Create(keys, records);
        Assert.DoesNotContain(creating, static task => task.IsCompleted);
        Gate.SetResult();
        return await Task.WhenAll(creating);
    }

    /// <summary>Changes sessions concurrently. The first ones are blocked until the others wait in their queue.</summary>
    public Task<CommitResult>[] Update(SessionKey[] keys, SessionRecord[] records, Func<int, SessionChanges> getChanges)
    {
        var updating = keys.Select((key, i) => Engine.UpdateAsync(key, records[i], getChanges(i), TestContext.Current.CancellationToken)
            .AsTask()).ToArray();
        Assert.DoesNotContain(updating, static task => task.IsCompleted);
        Gate.SetResult();
        return updating;
    }

    protected override DbConnection CreateDbConnection() => _dataSource.CreateConnection();

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken)
    {
        await Gate.Task;
        Interlocked.Increment(ref _connections);
        return await _dataSource.OpenConnectionAsync(cancellationToken);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await Engine.DisposeAsync();
        await base.DisposeAsyncCore();
    }
}
