using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Clocks;

/// <summary>
/// A process whose clock is ahead does not remove records that are alive for other processes. On each engine that processes can share.
/// </summary>
public abstract class ClockSkewTests : IAsyncLifetime
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(20);

    private ISessionEngine _right = null!;
    private ISessionEngine _ahead = null!;

    private protected ManualClock Clock { get; } = new();

    /// <summary>A clock that is ahead by the default of the option.</summary>
    private protected ManualClock AheadClock { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        AheadClock.Advance(TimeSpan.FromHours(1));
        _right = await OpenAsync(Clock);
        _ahead = await OpenAsync(AheadClock);
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var engine in new[] { _right, _ahead })
        {
            await ((engine as IAsyncDisposable)?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_record_expired_only_by_a_fast_clock_is_not_found_there_and_not_removed()
    {
        var (key, record) = await StoreAsync();

        Assert.Null(await _ahead.LoadAsync(key, Token));
        Assert.True((await _ahead.UpdateAsync(key, record, Change(), Token)).IsGone);
        Assert.Equal(0, await ((ISessionInventory)_ahead).CountExpiredAsync(Token));
        Assert.Equal(0, await _ahead.RemoveExpiredAsync(10, Token));

        Assert.Equal("a=1", (await _right.LoadAsync(key, Token))!.Values.Show());
    }

    [Fact]
    public async Task Records_that_expired_longer_ago_are_removed()
    {
        await StoreAsync();
        Clock.Advance(Idle + TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, await ((ISessionInventory)_right).CountExpiredAsync(Token));
        Assert.Equal(0, await _right.RemoveExpiredAsync(10, Token));

        Clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(1, await ((ISessionInventory)_right).CountExpiredAsync(Token));
        Assert.Equal(1, await _right.RemoveExpiredAsync(10, Token));
    }

    /// <summary>Opens an engine with default options.</summary>
    private protected abstract ValueTask<ISessionEngine> OpenAsync(TimeProvider timeProvider);

    private SessionChanges Change() => new() { Values = new[] { Set("a", "2") }, ExpiresAt = Clock.GetUtcNow() + Idle };

    private async Task<(SessionKey Key, SessionRecord Record)> StoreAsync()
    {
        var key = NewKey();
        var record = new SessionRecord { Values = Values(("a", "1")), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + Idle };
        Assert.True(await _right.CreateAsync(key, record, Token));
        return (key, record);
    }
}
