using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Conformance;

/// <summary>Removal.</summary>
public abstract partial class RecordConformance
{
    [Fact]
    public async Task A_removed_record_is_gone_and_removing_it_again_is_no_error()
    {
        var (key, _) = await StoreAsync();
        var (other, kept) = await StoreAsync();
        Assert.True(await Engine.RemoveAsync(key, Token));
        Assert.Null(await LoadAsync(key));
        Assert.False(await Engine.RemoveAsync(key, Token));
        Assert.False(await Engine.RemoveAsync(NewKey(), Token));
        AssertSame(kept, await LoadAsync(other));
    }

    [Fact]
    public async Task Removing_an_expired_record_returns_false()
    {
        var (key, _) = await StoreAsync(Record(lasts: TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await Engine.RemoveAsync(key, Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public async Task An_empty_batch_is_refused(int batch)
        => await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Engine.RemoveExpiredAsync(batch, Token));
}
