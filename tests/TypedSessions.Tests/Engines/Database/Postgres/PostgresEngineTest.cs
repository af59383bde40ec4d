using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.Postgres;

/// <summary>A schema, an engine on it, and short ways to both.</summary>
public abstract class PostgresEngineTest(PostgresServer server) : IAsyncLifetime
{
    private PostgresSchema? _schema;

    internal ManualClock Clock { get; } = new();

    internal PostgresSchema Schema => _schema!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DatabaseSessionEngine Engine { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        _schema = await server.OpenAsync();
        Engine = Schema.NewEngine(Clock);
        await Engine.EnsureCreatedAsync(Token);
    }

    public virtual async ValueTask DisposeAsync()
    {
        await (_schema?.DisposeAsync() ?? ValueTask.CompletedTask);
        GC.SuppressFinalize(this);
    }

    protected SessionRecord NewRecord(params (string Key, string Value)[] values) => NewRecord(TimeSpan.FromDays(14), values);

    protected SessionRecord NewRecord(TimeSpan lasts, params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + lasts };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Touch() => new() { ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(20) };

    protected async Task<SessionKey> StoreAsync(SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await Engine.CreateAsync(key, record, Token));
        return key;
    }

    protected static async Task<SessionEngineException> AssertEngineExceptionAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
        return error;
    }
}
