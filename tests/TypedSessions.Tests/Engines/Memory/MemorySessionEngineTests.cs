using Microsoft.Extensions.Options;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Memory;

public sealed class MemorySessionEngineTests
{
    private const int PayloadSize = 1024;
    private const int RecordSize = MemorySessionEngine.RecordOverhead + PayloadSize;
    private const int CopySize = RecordSize + SessionKey.Size;

    private readonly ManualClock _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_full_engine_refuses_a_new_session_and_keeps_the_live_ones()
    {
        var engine = NewEngine(records: 2);
        var first = await StoreAsync(engine);
        var second = await StoreAsync(engine);
        var error = await Assert.ThrowsAsync<SessionEngineException>(() => StoreAsync(engine));
        Assert.Contains($"{2 * RecordSize} bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains("MemoryEngineOptions.MaxBytes", error.Message, StringComparison.Ordinal);
        Assert.NotNull(await engine.LoadAsync(first, Token));
        Assert.NotNull(await engine.LoadAsync(second, Token));
        Assert.Equal(2 * RecordSize, engine.UsedBytes);
    }

    [Fact]
    public async Task A_full_engine_removes_expired_records_to_free_space()
    {
        var engine = NewEngine(records: 2);
        await StoreAsync(engine, TimeSpan.FromSeconds(1));
        var live = await StoreAsync(engine);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await StoreAsync(engine);
        Assert.NotNull(await engine.LoadAsync(live, Token));
        Assert.Equal(2 * RecordSize, engine.UsedBytes);
    }

    [Fact]
    public async Task A_full_engine_searches_for_expired_records_at_most_once_a_second()
    {
        var engine = NewEngine(records: 1);
        await StoreAsync(engine, TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAsync<SessionEngineException>(() => StoreAsync(engine));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await Assert.ThrowsAsync<SessionEngineException>(() => StoreAsync(engine));
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        await StoreAsync(engine);
    }

    [Fact]
    public async Task In_a_full_engine_a_session_can_be_touched_rotated_and_made_smaller_but_not_larger()
    {
        var engine = NewEngine(records: 1);
        var key = await StoreAsync(engine);
        var record = (await engine.LoadAsync(key, Token))!;
        var expires = _clock.GetUtcNow() + TimeSpan.FromDays(2);
        Assert.False((await engine.UpdateAsync(key, record, new() { ExpiresAt = expires }, Token)).IsGone);
        var larger = new SessionChanges { Values = new[] { Set("b", "2") }, ExpiresAt = expires };
        await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.UpdateAsync(key, record, larger, Token));

        var newKey = NewKey();
        var rotated = await engine.RotateAsync(key, newKey, record, new() { ExpiresAt = expires }, Token);
        Assert.Equal(CommitOutcome.Applied, rotated.Outcome);
        Assert.Equal(RecordSize + CopySize, engine.UsedBytes);
        var cleared = await engine.UpdateAsync(newKey, rotated.Record!, new() { ClearFirst = true, ExpiresAt = expires }, Token);
        Assert.Equal(CommitOutcome.Applied, cleared.Outcome);
        Assert.Equal(MemorySessionEngine.RecordOverhead + 1 + CopySize, engine.UsedBytes);
    }

    [Fact]
    public async Task The_size_of_removed_records_is_released()
    {
        var engine = NewEngine(records: 100);
        await StoreAsync(engine, TimeSpan.FromSeconds(1));
        var contested = await StoreAsync(engine);
        var removed = await StoreAsync(engine);
        var record = (await engine.LoadAsync(contested, Token))!;
        var changes = new SessionChanges { HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt };
        var rotations = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(
            async () => await engine.RotateAsync(contested, NewKey(), record, changes, Token), Token)));
        Assert.Single(rotations, rotation => !rotation.IsGone);
        await engine.RemoveAsync(removed, Token);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await engine.RemoveExpiredAsync(10, Token);
        Assert.Equal(RecordSize + ("ann".Length * sizeof(char)) + CopySize, engine.UsedBytes);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await engine.RemoveExpiredAsync(10, Token);
        Assert.Equal(RecordSize + ("ann".Length * sizeof(char)), engine.UsedBytes);
    }

    [Fact]
    public void A_limit_of_zero_is_refused()
        => Assert.Throws<OptionsValidationException>(() => new MemorySessionEngine(_clock, new MemoryEngineOptions { MaxBytes = 0 }));

    private MemorySessionEngine NewEngine(int records) => new(_clock, new MemoryEngineOptions { MaxBytes = records * RecordSize });

    private async Task<SessionKey> StoreAsync(MemorySessionEngine engine, TimeSpan? lasts = null)
    {
        // The version byte, a key of one byte with its length, and two bytes for the length of the value.
        var values = SessionValues.From([KeyValuePair.Create("a", new ReadOnlyMemory<byte>(new byte[PayloadSize - 5]))]);
        Assert.Equal(PayloadSize, values.Payload.Length);
        var key = NewKey();
        var now = _clock.GetUtcNow();
        await engine.CreateAsync(
            key, new SessionRecord { Values = values, CreatedAt = now, ExpiresAt = now + (lasts ?? TimeSpan.FromDays(1)) }, Token);
        return key;
    }
}
