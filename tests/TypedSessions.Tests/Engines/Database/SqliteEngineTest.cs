using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Base class of tests with a SQLite file and an engine on it.</summary>
public abstract class SqliteEngineTest : IAsyncLifetime
{
    internal ManualClock Clock { get; } = new();

    internal SqliteFile File { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DatabaseSessionEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Engine = File.NewEngine(Clock);
        await Engine.EnsureCreatedAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        File.Dispose();
        GC.SuppressFinalize(this);
    }

    protected SessionRecord NewRecord(params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected async Task<SessionKey> StoreAsync(SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await Engine.CreateAsync(key, record, Token));
        return key;
    }
}
