using System.Diagnostics;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>Errors of the file system throw with a hint, and are never reported as gone.</summary>
public sealed class FileErrorsTests : FilesTest
{
    [Fact]
    public async Task Every_method_throws_while_the_folder_is_missing_and_works_once_it_is_back()
    {
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(record);
        var elsewhere = Folder + "-unmounted";
        Directory.Move(Folder, elsewhere);
        await AssertEveryMethodThrowsAsync(key, record, "restore it");

        // Like a mount point without its disk.
        Directory.CreateDirectory(Folder);
        await AssertEveryMethodThrowsAsync(key, record, "restore it");
        Assert.Empty(Directory.GetFileSystemEntries(Folder));

        Directory.Delete(Folder);
        Directory.Move(elsewhere, Folder);
        Assert.Equal("a=1", await ShowAsync(key));
    }

    [Fact]
    public async Task A_file_without_permission_throws()
    {
        // Opening a folder as a file fails with the error of a missing permission.
        var key = NewKey();
        Directory.CreateDirectory(GetFile(key));
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await Engine.LoadAsync(key, Token));
        Assert.Contains("Allow this process to read and write", error.Message, StringComparison.Ordinal);
        Assert.IsType<UnauthorizedAccessException>(error.InnerException);
    }

    [Fact]
    public void A_path_through_a_file_throws_when_the_engine_is_created()
    {
        var file = Path.Combine(Folder, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<SessionEngineException>(
            () => new FileSessionEngine(new FileEngineOptions { Path = Path.Combine(file, "sessions") }, Clock));
        Assert.Contains("could not prepare the folder", error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_disk_throws_and_loses_no_session()
    {
        using var disk = SmallDisk.Mount();
        var options = new FileEngineOptions { Path = disk.GetPath("sessions") };
        var engine = new FileSessionEngine(options, Clock);
        var record = NewRecord(("a", "1"));
        var key = NewKey();
        await engine.CreateAsync(key, record, Token);
        var (removed, expired) = (NewKey(), NewKey());
        await engine.CreateAsync(removed, record, Token);
        var brief = new SessionRecord { Values = record.Values, CreatedAt = record.CreatedAt, ExpiresAt = record.CreatedAt.AddDays(1) };
        await engine.CreateAsync(expired, brief, Token);
        Clock.Advance(TimeSpan.FromDays(2));
        disk.Fill();
        Assert.True(await engine.RemoveAsync(removed, Token));
        Assert.Equal(1, await engine.RemoveExpiredAsync(10, Token));
        disk.Fill();

        var update = Change(Set("big", new string('x', 100_000)));
        await AssertEngineExceptionAsync("disk is full", async () => await engine.UpdateAsync(key, record, update, Token));
        await AssertEngineExceptionAsync(
            "disk is full", async () => await engine.CreateAsync(NewKey(), NewRecord(("big", new string('x', 100_000))), Token));
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
        Assert.Equal(1, await engine.CountAsync(Token));
        Assert.Single(Directory.GetFiles(options.Path, "*.session", SearchOption.AllDirectories));

        disk.Empty();
        Assert.False((await engine.UpdateAsync(key, record, update, Token)).IsGone);
        Assert.Equal(100_000, (await engine.LoadAsync(key, Token))!.Values.First(pair => pair.Key == "big").Value.Length);
    }

    [Fact]
    public async Task On_a_read_only_disk_only_writes_throw()
    {
        using var disk = SmallDisk.Mount();
        var engine = new FileSessionEngine(new FileEngineOptions { Path = disk.GetPath("sessions") }, Clock);
        var record = NewRecord(("a", "1"));
        var key = NewKey();
        await engine.CreateAsync(key, record, Token);
        disk.MakeReadOnly();
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
        await AssertEngineExceptionAsync("read-only", async () => await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));
        await AssertEngineExceptionAsync("read-only", async () => await engine.RemoveAsync(key, Token));
        await AssertEngineExceptionAsync("read-only", async () => await engine.CreateAsync(NewKey(), record, Token));
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
    }

    [Fact]
    public async Task A_truncated_write_throws_and_leaves_the_last_commit()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no limit on the size of files.");
        var key = await StoreAsync(NewRecord());

        // 64 blocks of 1024 bytes. W^X is disabled because it creates a large file in memory.
        var start = new ProcessStartInfo(
            "bash",
            ["-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "bash", Child.Program, Child.Switch, FileJobs.Grow, Folder, key.ToString()]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using var child = Child.Start(start);
        var lines = (await child.ReadToEndAsync(Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("could not update a session. The file would exceed the limit", lines[^1], StringComparison.Ordinal);
        Assert.Equal($"big={new string('x', int.Parse(lines[^2]))}", await ShowAsync(key));
    }

    [Fact]
    public async Task An_engine_with_disabled_locks_refuses_to_start()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such switch.");
        var start = new ProcessStartInfo(Child.Program, [Child.Switch, FileJobs.Open, Folder]);
        using (var child = Child.Start(start))
        {
            Assert.Equal("", await child.ReadToEndAsync(Token));
            Assert.Equal(0, child.ExitCode);
        }

        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        using var unlocked = Child.Start(start);
        Assert.Contains("cannot lock files", await unlocked.ReadToEndAsync(Token), StringComparison.Ordinal);
        Assert.Equal(1, unlocked.ExitCode);
    }

    private async Task AssertEveryMethodThrowsAsync(SessionKey key, SessionRecord record, string hint)
    {
        await AssertEngineExceptionAsync(hint, async () => await Engine.LoadAsync(key, Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.LoadAsync(NewKey(), Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.CreateAsync(NewKey(), record, Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.RotateAsync(key, NewKey(), record, Change(), Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.RemoveAsync(key, Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.RemoveExpiredAsync(1, Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.CountAsync(Token));
        await AssertEngineExceptionAsync(hint, async () => await Engine.ListAsync(Token).AnyAsync(Token));
    }

    private static async Task AssertEngineExceptionAsync(string hint, Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
        Assert.IsAssignableFrom<IOException>(error.InnerException);
    }
}
