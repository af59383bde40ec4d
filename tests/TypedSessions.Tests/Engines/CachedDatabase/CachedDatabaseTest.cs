using Microsoft.Extensions.Caching.Distributed;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Engines.Cache;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.CachedDatabase;

/// <summary>Nodes with separate caches or a shared one, on an in-memory "database" that a test can pause.</summary>
public abstract class CachedDatabaseTest : IDisposable
{
    private readonly MemorySessionEngine _records;

    protected CachedDatabaseTest()
    {
        _records = new MemorySessionEngine(Clock);
        Node = NewNode();
    }

    internal ManualClock Clock { get; } = new();

    internal CapturedLog Log { get; } = new();

    /// <summary>The default node.</summary>
    internal TestNode Node { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Creates another node on the same database.</summary>
    /// <param name="shared">The node whose cache to use; <see langword="null"/> for a separate cache.</param>
    internal TestNode NewNode(TestNode? shared = null)
    {
        var memory = shared?.Memory ?? ProbedCache.InMemory(Clock);
        var cache = new ProbedCache(memory);
        var database = new RecordingInventory(_records);
        var engine = new CachedDatabaseSessionEngine(database, cache, Clock, options: null, Log.CreateLogger("TypedSessions"));
        return new TestNode(engine, database, cache, memory);
    }

    protected static string GetName(SessionKey key) => $"typed-sessions-copy:{key}";

    protected SessionRecord NewRecord(params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected async Task<(SessionKey Key, SessionRecord Record)> StoreAsync(params (string Key, string Value)[] values)
    {
        var (key, record) = (NewKey(), NewRecord(values));
        Assert.True(await Node.Engine.CreateAsync(key, record, Token));
        Node.Database.TakeCalls();
        return (key, record);
    }

    /// <summary>Loads a session on a node and returns its values, or <see langword="null"/>.</summary>
    internal static async Task<string?> ShowAsync(TestNode node, SessionKey key)
        => await node.Engine.LoadAsync(key, Token) is { IsClosed: false } record ? record.Values.Show() : null;

    /// <summary>Loads a session synchronously on a node and returns its values, or <see langword="null"/>.</summary>
    internal static string? ShowSynchronously(TestNode node, SessionKey key)
        => node.Engine.Load(key, TimeSpan.FromMinutes(1))?.Values.Show();

    internal sealed record TestNode(
        CachedDatabaseSessionEngine Engine, RecordingEngine Database, ProbedCache Cache, IDistributedCache Memory);
}
