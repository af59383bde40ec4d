using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>
/// Every rule of <see cref="ISessionEngine"/> and <see cref="ISessionInventory"/> as a test. To put an engine through it, derive a class that
/// opens one.
/// </summary>
public abstract partial class EngineConformance : IAsyncLifetime
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(14);

    internal ManualClock Clock { get; } = new();

    protected ISessionEngine Engine { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => Clock.GetUtcNow();

    private ISessionInventory Inventory => (ISessionInventory)Engine;

    public async ValueTask InitializeAsync() => Engine = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Engine is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>An engine without records, on <see cref="Clock"/>.</summary>
    protected abstract ValueTask<ISessionEngine> OpenAsync();

    private ValueTask<SessionRecord?> LoadAsync(SessionKey key) => Engine.LoadAsync(key, Token);

    private ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record) => Engine.CreateAsync(key, record, Token);

    private ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes)
        => Engine.UpdateAsync(key, loaded, changes, Token);

    private ValueTask<CommitResult> RotateAsync(SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges? changes = null)
        => Engine.RotateAsync(key, newKey, loaded, changes ?? Change(), Token);

    private async Task<(SessionKey Key, SessionRecord Record)> StoreAsync(SessionRecord? record = null)
    {
        var key = NewKey();
        record ??= Record(Values(("a", "1")));
        Assert.True(await CreateAsync(key, record));
        return (key, record);
    }

    private async Task<SessionRecord> MustLoadAsync(SessionKey key) => Assert.IsType<SessionRecord>(await LoadAsync(key));

    private SessionRecord Record(
        SessionValues? values = null,
        TimeSpan? lasts = null,
        string? owner = null,
        SessionExpiry expiry = default,
        DateTimeOffset? deadline = null)
        => new()
        {
            Values = values ?? SessionValues.Empty,
            Created = Now,
            Expires = Now + (lasts ?? Window),
            Expiry = expiry,
            Deadline = deadline,
            Owner = owner,
        };

    /// <summary>What a request of this moment commits, renewing a session of the default expiry.</summary>
    private SessionChanges Change(params SessionValueChange[] values) => new() { Values = values, Expires = Now + Window };

    private SessionChanges Touch(TimeSpan lasts, SessionExpiry expiry = default) => new() { Expires = Now + lasts, Expiry = expiry };

    private static void AssertSame(SessionRecord expected, SessionRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Values.Payload.ToArray(), actual.Values.Payload.ToArray());
        Assert.Equal(expected.Created, actual.Created);
        Assert.Equal(expected.Expires, actual.Expires);
        Assert.Equal(expected.Expiry, actual.Expiry);
        Assert.Equal(expected.Deadline, actual.Deadline);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Owner, actual.Owner);
    }
}
