using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>A damaged row counts as missing, causes no exception and does not affect other rows.</summary>
public sealed class DamagedRowsTests : SqliteEngineTest
{
    public static TheoryData<string> Damages =>
    [
        "payload = x''",
        "payload = x'00'",
        "payload = x'02'",
        "payload = x'01ff'",
        "payload = x'01ffffffffff7f'",
        "payload = 'text'",
        "payload = 5",
        "payload = 1.5",
        "payload = zeroblob(20000000)",
        "payload = randomblob(1000)",
        "payload = CAST(substr(payload, 1, length(payload) - 1) AS BLOB)",
        "payload = CAST(payload || x'00' AS BLOB)",
        "expires = 'soon'",
        "expires = x'00'",
        "expires = 9223372036854775807",
        "expires = -9223372036854775808",
        "expires = 1e300",
        "created = 'once'",
        "created = 9223372036854775807",
        "created = x'ff'",
        "deadline = 'never'",
        "deadline = 9223372036854775807",
        "version = 'second'",
        "version = 1.5",
        "version = x'01'",
        "expiry = 'often'",
        "expiry = 9223372036854775807",
        "expiry = -7",
        "owner = x'fffe'",
        "owner = 5",
        "\"key\" = 'text'",
        "\"key\" = x'00'",
        "\"key\" = 7",
    ];

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task A_damaged_row_never_throws_and_does_not_affect_others(string damage)
    {
        var record = NewRecord(("a", "1"), ("b", "2"));
        var key = await StoreAsync(record);
        var healthyRecord = NewRecord(("c", "3"));
        var healthy = await StoreAsync(healthyRecord);
        File.Execute($"UPDATE typed_sessions SET {damage} WHERE \"key\" = @key", ("@key", key.ToArray()));

        await ExerciseAsync(key);
        Assert.Contains(await Engine.ListAsync(Token).ToListAsync(Token), session => session.Key == healthy);
        Assert.InRange(await Engine.CountAsync(Token), 1, 2);
        await Engine.RemoveExpiredAsync(10, Token);
        var updated = await Engine.UpdateAsync(healthy, healthyRecord, Change(Set("d", "4")), Token);
        Assert.Equal(CommitOutcome.Applied, updated.Outcome);
        Assert.Equal("c=3 d=4", (await Engine.LoadAsync(healthy, Token))!.Values.Show());
    }

    [Fact]
    public async Task Every_bit_of_a_payload_can_be_flipped()
    {
        var record = NewRecord(("name", "value"), ("other", "more"));
        var key = await StoreAsync(record);
        var payload = record.Values.Payload.ToArray();
        for (var bit = 0; bit < payload.Length * 8; bit++)
        {
            var flipped = payload.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            File.Execute("UPDATE typed_sessions SET payload = @payload", ("@payload", flipped));
            var loaded = (await Engine.LoadAsync(key, Token))!;
            Assert.Equal(loaded.Values.IsReadable, SessionValues.FromPayload(flipped).IsReadable);
            Assert.Equal(loaded.Values.IsReadable ? 2 : 0, loaded.Values.Count());
        }
    }

    [Fact]
    public async Task A_value_too_large_to_fetch_is_unreadable()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        File.Execute("UPDATE typed_sessions SET payload = zeroblob(20000000)");
        Assert.False((await Engine.LoadAsync(key, Token))!.Values.IsReadable);
    }

    [Fact]
    public async Task An_impossible_absolute_expiration_does_not_remove_the_limit()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        File.Execute("UPDATE typed_sessions SET deadline = 9223372036854775807");
        Assert.Null(await Engine.LoadAsync(key, Token));
    }

    [Theory]
    [InlineData("'soon'")]
    [InlineData("''")]
    [InlineData("x'00'")]
    [InlineData("9223372036854775807")]
    [InlineData("1e300")]
    public async Task A_row_without_a_valid_expiration_is_no_session_and_is_removed_with_the_expired_ones(string expires)
    {
        await StoreAsync(NewRecord());
        File.Execute($"UPDATE typed_sessions SET expires = {expires}");
        var healthy = await StoreAsync(NewRecord());
        var last = await StoreAsync(NewRecord());
        File.Execute("UPDATE typed_sessions SET expires = 253402300799999 WHERE \"key\" = @key", ("@key", last.ToArray()));
        Assert.Equal((2, 1), (await Engine.CountAsync(Token), await Engine.CountExpiredAsync(Token)));
        Assert.Equal([healthy, last], await Engine.ListAsync(Token).Select(session => session.Key).ToListAsync(Token));

        Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));

        Assert.Equal((2, 0), (await Engine.CountAsync(Token), await Engine.CountExpiredAsync(Token)));
    }

    // The operations of a request that loads the session now, and of one that has loaded it before the damage.
    private async Task ExerciseAsync(SessionKey key)
    {
        if (await Engine.LoadAsync(key, Token) is { } loaded)
        {
            await Engine.UpdateAsync(key, loaded, new() { ExpiresAt = loaded.ExpiresAt }, Token);
            await Engine.UpdateAsync(key, loaded, Change(Set("a", "2")), Token);
        }

        var stale = NewRecord(("a", "1"));
        await Engine.UpdateAsync(key, stale, new() { ExpiresAt = stale.ExpiresAt }, Token);
        await Engine.UpdateAsync(key, stale, Change(Set("a", "3")), Token);
        await Engine.RotateAsync(key, NewKey(), stale, Change(), Token);
        await Engine.FindByOwnerAsync("ann", Token).ToListAsync(Token);
        await Engine.RemoveAsync(key, Token);
        Assert.False(await Engine.LoadAsync(key, Token) is { IsClosed: false });
    }
}
