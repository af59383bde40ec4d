using Microsoft.Extensions.Options;
using TypedSessions.Engines.Files;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

public sealed class FileSessionEngineTests : FilesTest
{
    [Fact]
    public async Task Folders_and_files_are_private()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var key = await StoreAsync(NewRecord(("a", "1")));
        var newKey = NewKey();
        await Engine.RotateAsync(key, newKey, NewRecord(), Change(), Token);
        var modes = Directory.EnumerateFileSystemEntries(Folder, "*", SearchOption.AllDirectories).Append(Folder)
            .Select(path => (IsFolder: Directory.Exists(path), Mode: OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path)))
            .Distinct();
        const UnixFileMode ReadWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal([(false, ReadWrite), (true, ReadWrite | UnixFileMode.UserExecute)], modes.Order());
    }

    [Fact]
    public async Task A_folder_holds_a_marker_locks_and_one_file_for_each_session()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var shard = key.ToString()[..2];
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(Folder, path));
        Assert.Equal([$"{shard}/{key}.session", $"{shard}/lock", "typed-sessions"], files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Other_files_are_not_touched()
    {
        var key = await StoreAsync(NewRecord(("a", "1")));
        var shard = Path.GetDirectoryName(GetFile(key))!;
        foreach (var name in new[] { "notes.txt", "x.session", $"{key}.session2", key.ToString().ToUpperInvariant() + ".session" })
        {
            await File.WriteAllTextAsync(Path.Combine(shard, name), "mine", Token);
        }

        Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));
        Assert.Equal(5, Directory.GetFiles(shard).Length);
    }

    [Fact]
    public async Task Cleanup_and_count_read_only_the_header_of_a_file()
    {
        var kept = await StoreAsync(NewRecord(("big", new string('x', 10_000))));
        Clock.Advance(TimeSpan.FromDays(-1));
        var expiring = await StoreAsync(NewRecord(("big", new string('x', 10_000))));
        Clock.Advance(TimeSpan.FromDays(1));
        foreach (var key in new[] { kept, expiring })
        {
            using var file = File.OpenWrite(GetFile(key));
            file.SetLength(1024);
        }

        Assert.Equal(2, await Engine.CountAsync(Token));
        Assert.Equal(0, await Engine.RemoveExpiredAsync(10, Token));
        Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(1, await Engine.CountAsync(Token));
        Assert.Equal(1, await Engine.RemoveExpiredAsync(10, Token));
        Assert.False(File.Exists(GetFile(expiring)));
        Assert.True(File.Exists(GetFile(kept)));
    }

    [Fact]
    public async Task Cleanup_keeps_a_record_that_was_renewed_after_the_scan()
    {
        var first = await StoreAsync(NewRecord());
        Clock.Advance(TimeSpan.FromSeconds(1));
        var record = NewRecord();
        var second = await StoreAsync(record);
        Clock.Advance(TimeSpan.FromDays(14));
        Assert.Equal(1, await Engine.RemoveExpiredAsync(1, Token));
        Assert.False(File.Exists(GetFile(first)));

        // The scan has also found the second one, for the next batch. The clock goes back, as that of another node may.
        Clock.Advance(TimeSpan.FromDays(-1));
        await Engine.UpdateAsync(second, record, Change(), Token);
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(0, await Engine.RemoveExpiredAsync(1, Token));
        Assert.True(File.Exists(GetFile(second)));
    }

    [Fact]
    public async Task A_session_that_grows_and_shrinks_keeps_its_values_and_its_file_stays_in_bounds()
    {
        var record = NewRecord();
        var key = await StoreAsync(record);
        for (var i = 0; i < 200; i++)
        {
            var text = new string((char)('a' + (i % 26)), i * 7919 % 5_000);
            var result = await Engine.UpdateAsync(key, record, Change(Set("text", text)), Token);
            Assert.Equal($"text={text}", await ShowAsync(key));
            record = result.Record!;
        }

        Assert.InRange(new FileInfo(GetFile(key)).Length, 5_000, 1024 + (4 * 5_100));
    }

    [Fact]
    public async Task A_touch_writes_a_head_and_no_body()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var before = await File.ReadAllBytesAsync(GetFile(key), Token);
        Clock.Advance(TimeSpan.FromDays(1));
        await Engine.UpdateAsync(key, record, Change(), Token);
        var after = await File.ReadAllBytesAsync(GetFile(key), Token);
        Assert.Equal(before.Length, after.Length);
        Assert.NotEqual(before[..512], after[..512]);
        Assert.Equal(before[512..], after[512..]);
    }

    [Fact]
    public async Task A_synced_removal_is_final_even_if_a_power_failure_restores_the_file()
    {
        // A second hard link simulates a power failure that restores the file.
        var key = await StoreAsync(NewRecord(("a", "1")));
        var synced = NewEngine(syncs: true);
        using var kept = File.Open(GetFile(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Assert.True(await synced.RemoveAsync(key, Token));
        using (var back = File.Create(GetFile(key)))
        {
            await kept.CopyToAsync(back, Token);
        }

        Assert.Null(await Engine.LoadAsync(key, Token));
    }

    [Fact]
    public void Options_out_of_their_range_are_refused()
    {
        AssertRefused(new FileEngineOptions { Path = " " });
        AssertRefused(new FileEngineOptions { Path = "x", LockTimeout = TimeSpan.Zero });
        AssertRefused(new FileEngineOptions { Path = "x", LockTimeout = TimeSpan.FromHours(1) });

        void AssertRefused(FileEngineOptions options) => Assert.Throws<OptionsValidationException>(
            () => new FileSessionEngine(options, Clock));
    }
}
