using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>From a truncated, changed or partly written file, an engine reads a committed record or none.</summary>
public sealed class DamagedFileTests : FilesTest
{
    private const int Bodies = 1024;

    [Fact]
    public async Task Every_unfinished_write_keeps_the_previous_record()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        await Engine.UpdateAsync(key, NewRecord(), Change(Set("a", "before")), Token);
        var before = await ReadAsync(key);
        await Engine.UpdateAsync(key, NewRecord(), Change(Set("a", "after"), Set("b", "more")), Token);
        var after = await ReadAsync(key);

        // The engine writes the body, then the header.
        Assert.True(after.Length > before.Length);
        var body = Enumerable.Range(before.Length, after.Length - before.Length);
        var header = Enumerable.Range(0, Bodies).Where(i => before[i] != after[i]);
        var written = body.Concat(header).ToArray();
        for (var count = 0; count <= written.Length; count++)
        {
            await File.WriteAllBytesAsync(GetFile(key), Mix(before, after, written.Take(count)), Token);
            Assert.Equal(count == written.Length ? "a=after b=more" : "a=before", await ShowAsync(key));
        }
    }

    [Fact]
    public async Task A_header_that_reached_the_disk_before_its_body_does_not_count()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var before = await ReadAsync(key);
        await Engine.UpdateAsync(key, NewRecord(), Change(Set("a", "2")), Token);
        var after = await ReadAsync(key);
        await File.WriteAllBytesAsync(GetFile(key), Mix(before, after, Enumerable.Range(0, Bodies)), Token);
        Assert.Equal("a=1", await ShowAsync(key));

        // The next commit is based on the record that was read, and repairs the file.
        var result = await Engine.UpdateAsync(key, (await Engine.LoadAsync(key, Token))!, Change(Set("b", "3")), Token);
        Assert.Equal(CommitOutcome.Applied, result.Outcome);
        Assert.Equal("a=1 b=3", await ShowAsync(key));
    }

    [Fact]
    public async Task Every_flipped_byte_leaves_a_committed_record_or_none()
    {
        var (key, states) = await StoreTwoStatesAsync();
        var bytes = await ReadAsync(key);
        var seen = new Dictionary<string, int>();
        for (var i = 0; i < bytes.Length; i++)
        {
            foreach (var flip in new byte[] { 0x01, 0x80, 0xFF })
            {
                bytes[i] ^= flip;
                await File.WriteAllBytesAsync(GetFile(key), bytes, Token);
                var state = Show(await Engine.LoadAsync(key, Token));
                seen[state] = seen.GetValueOrDefault(state) + 1;
                bytes[i] ^= flip;
            }
        }

        // The newest record, or the previous one if the newest is damaged. The file always contains two generations.
        Assert.Equal(states.Order(), seen.Keys.Order());
    }

    [Fact]
    public async Task Every_flipped_byte_of_the_only_body_makes_the_session_unknown()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var bytes = await ReadAsync(key);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x20;
            await File.WriteAllBytesAsync(GetFile(key), bytes, Token);
            Assert.Equal(i < Bodies ? "a=1" : null, await ShowAsync(key));
            bytes[i] ^= 0x20;
        }
    }

    [Fact]
    public async Task Every_truncation_leaves_a_committed_record_or_none()
    {
        var (key, states) = await StoreTwoStatesAsync();
        var bytes = await ReadAsync(key);
        for (var length = 0; length < bytes.Length; length++)
        {
            await File.WriteAllBytesAsync(GetFile(key), bytes[..length], Token);
            var state = Show(await Engine.LoadAsync(key, Token));
            Assert.Contains(state, states.Append(""));
            Assert.True(length > Bodies || state == "", $"Something was read from the first {length} bytes.");
        }
    }

    [Fact]
    public async Task A_damaged_file_is_an_unknown_session_for_every_method_and_is_cleaned_up()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await File.WriteAllBytesAsync(GetFile(key), new byte[2000], Token);
        Assert.Null(await Engine.LoadAsync(key, Token));
        Assert.True((await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).IsGone);
        Assert.True((await Engine.UpdateAsync(key, record, Change(), Token)).IsGone);
        Assert.True((await Engine.RotateAsync(key, NewKey(), record, Change(), Token)).IsGone);
        Assert.Equal(0, await Engine.CountAsync(Token));
        Assert.Empty(await Engine.ListAsync(Token).ToListAsync(Token));
        Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));
        Assert.False(File.Exists(GetFile(key)));
        Assert.False(await Engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task A_damaged_file_can_be_replaced()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        await File.WriteAllBytesAsync(GetFile(key), new byte[2000], Token);
        Assert.True(await Engine.CreateAsync(key, record, Token));
        var newKey = await StoreAsync(record);
        await File.WriteAllBytesAsync(GetFile(newKey), [], Token);
        Assert.False((await Engine.RotateAsync(key, newKey, record, Change(), Token)).IsGone);
        Assert.Equal("a=1", await ShowAsync(newKey));
    }

    [Fact]
    public async Task A_damaged_file_can_be_removed()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        await File.WriteAllBytesAsync(GetFile(key), [], Token);
        Assert.False(await Engine.RemoveAsync(key, Token));
        Assert.False(File.Exists(GetFile(key)));
    }

    [Fact]
    public async Task A_file_under_the_name_of_another_session_is_not_a_session()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var other = NewKey();
        Directory.CreateDirectory(Path.GetDirectoryName(GetFile(other))!);
        File.Copy(GetFile(key), GetFile(other));
        Assert.Null(await Engine.LoadAsync(other, Token));
        Assert.NotNull(await Engine.LoadAsync(key, Token));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(long.MaxValue - 10, 0)]
    [InlineData(1, 0)]
    [InlineData(0, long.MaxValue)]
    [InlineData(0, -2)]
    public async Task A_header_with_impossible_numbers_is_invalid_even_with_a_valid_checksum(long bodyStart, long generation)
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var bytes = await ReadAsync(key);
        var header = FileHeader.ReadBoth(bytes, key).Newer!.Value with { BodyStart = bodyStart, Generation = generation };
        Array.Clear(bytes, 0, Bodies);
        header.Write(bytes.AsSpan(header.Position), key);
        await File.WriteAllBytesAsync(GetFile(key), bytes, Token);

        Assert.Null(FileHeader.ReadBoth(bytes, key).Newer);
        Assert.Null(await ShowAsync(key));
    }

    [Fact]
    public void A_header_with_a_body_that_is_larger_than_an_array_is_invalid()
    {
        var bytes = new byte[Bodies];
        var key = NewKey();
        new FileHeader(0, 1, Clock.GetUtcNow(), null, IsClosed: false, IsPending: false, Bodies, int.MaxValue, 0).Write(bytes, key);

        Assert.Null(FileHeader.ReadBoth(bytes, key).Newer);
    }

    [Fact]
    public async Task A_rotation_that_a_crash_interrupts_does_not_change_the_old_session()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var newKey = NewKey();
        var before = await ReadAsync(key);
        await Engine.RotateAsync(key, newKey, record, Change(Set("user", "ann")), Token);

        // The file of the new key is written before the old record is closed.
        await File.WriteAllBytesAsync(GetFile(key), before, Token);
        Assert.Equal("a=1", await ShowAsync(key));
        Assert.Equal("a=1 user=ann", await ShowAsync(newKey));

        // The new file gives access to no session even if a power failure restores the old name.
        File.Copy(GetFile(newKey), GetFile(key), overwrite: true);
        Assert.Null(await ShowAsync(key));
    }

    private async Task<(SessionKey Key, string[] States)> StoreTwoStatesAsync()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var before = Show(await Engine.LoadAsync(key, Token));
        await Engine.UpdateAsync(
            key, record,
            new() { Values = new[] { Set("b", "2") }, HasOwner = true, Owner = "ann", ExpiresAt = record.ExpiresAt.AddDays(1) }, Token);
        return (key, [before, Show(await Engine.LoadAsync(key, Token))]);
    }

    private Task<byte[]> ReadAsync(SessionKey key) => File.ReadAllBytesAsync(GetFile(key), Token);

    private static string Show(SessionRecord? record)
        => record is null
            ? ""
            : $"{record.Values.Show()} {record.Owner} {record.CreatedAt:O} {record.ExpiresAt:O} {record.AbsoluteExpiration:O} "
                + $"{record.Expiry} {record.Version}";

    private static byte[] Mix(byte[] before, byte[] after, IEnumerable<int> written)
    {
        var positions = written.ToArray();
        var mixed = new byte[Math.Max(before.Length, positions.DefaultIfEmpty(-1).Max() + 1)];
        before.CopyTo(mixed, 0);
        foreach (var i in positions)
        {
            mixed[i] = after[i];
        }

        return mixed;
    }
}
