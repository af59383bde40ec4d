using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>
/// Tests every rule of <see cref="ISessionEngine"/>. To test an engine that cannot list its records, derive a class that opens it; for
/// other engines derive from <see cref="EngineConformance"/>.
/// </summary>
public abstract partial class RecordConformance : IAsyncLifetime
{
    private protected static readonly TimeSpan Window = TimeSpan.FromDays(14);

    internal ManualClock Clock { get; } = new();

    protected ISessionEngine Engine { get; private set; } = null!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Whether the engine keeps an expired record until cleanup.</summary>
    protected virtual bool RemembersExpired => true;

    /// <summary>Whether a rotation leaves a closed copy. Sessions in cookies have no previous key.</summary>
    protected virtual bool LeavesCopies => false;

    private protected DateTimeOffset Now => Clock.GetUtcNow();

    public async ValueTask InitializeAsync() => Engine = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (Engine is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Opens an engine without records that uses <see cref="Clock"/>.</summary>
    protected abstract ValueTask<ISessionEngine> OpenAsync();

    private protected ValueTask<SessionRecord?> LoadAsync(SessionKey key) => Engine.LoadAsync(key, Token);

    private protected ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record) => Engine.CreateAsync(key, record, Token);

    private protected ValueTask<CommitResult> UpdateAsync(SessionKey key, SessionRecord loaded, SessionChanges changes)
        => Engine.UpdateAsync(key, loaded, changes, Token);

    private protected ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges? changes = null)
        => Engine.RotateAsync(key, newKey, loaded, changes ?? Change(), Token);

    /// <summary>Creates a key that a session can be rotated to.</summary>
    private protected SessionKey NewKeyAfter(SessionKey key)
    {
        var newKey = NewKey();
        while (Engine is ISessionKeyPlacement placement && !placement.CanRotate(key, newKey))
        {
            newKey = NewKey();
        }

        return newKey;
    }

    private protected async Task<(SessionKey Key, SessionRecord Record)> StoreAsync(SessionRecord? record = null)
    {
        var key = NewKey();
        record ??= Record(Values(("a", "1")));
        Assert.True(await CreateAsync(key, record));
        return (key, record);
    }

    private protected async Task<SessionRecord> MustLoadAsync(SessionKey key) => Assert.IsType<SessionRecord>(await LoadAsync(key));

    private protected SessionRecord Record(
        SessionValues? values = null,
        TimeSpan? lasts = null,
        string? owner = null,
        SessionExpiry expiry = default,
        DateTimeOffset? deadline = null)
        => new()
        {
            Values = values ?? SessionValues.Empty,
            CreatedAt = Now,
            ExpiresAt = Now + (lasts ?? Window),
            Expiry = expiry,
            AbsoluteExpiration = deadline,
            Owner = owner,
        };

    /// <summary>The changes of a request that renews a session with the default expiry.</summary>
    private protected SessionChanges Change(params SessionValueChange[] values) => new() { Values = values, ExpiresAt = Now + Window };

    private protected SessionChanges Touch(TimeSpan lasts, SessionExpiry expiry = default)
        => new() { ExpiresAt = Now + lasts, Expiry = expiry };

    // Engines that can count must agree.
    private protected async Task AssertCountAsync(int expected)
    {
        if (Engine is ISessionInventory inventory)
        {
            Assert.Equal(expected, await inventory.CountAsync(Token));
        }
    }

    private protected static void AssertSame(SessionRecord expected, SessionRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Values.Payload.ToArray(), actual.Values.Payload.ToArray());
        Assert.Equal(expected.CreatedAt, actual.CreatedAt);
        Assert.Equal(expected.ExpiresAt, actual.ExpiresAt);
        Assert.Equal(expected.Expiry, actual.Expiry);
        Assert.Equal(expected.AbsoluteExpiration, actual.AbsoluteExpiration);
        Assert.Equal(expected.Version, actual.Version);
        Assert.Equal(expected.Owner, actual.Owner);
        Assert.Equal(expected.OwnerScheme, actual.OwnerScheme);
        Assert.Equal(expected.Account, actual.Account);
        Assert.Equal(expected.Closure?.ToBytes(), actual.Closure?.ToBytes());
    }
}
