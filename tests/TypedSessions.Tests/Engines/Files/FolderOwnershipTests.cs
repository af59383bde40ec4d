using System.Diagnostics;
using TypedSessions.Engines.Files;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>A folder in which other users may write is refused, because they could forge sessions.</summary>
public sealed class FolderOwnershipTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly TempFolder _temp = new();

    public FolderOwnershipTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Folder => _temp.GetPath("sessions");

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData(UnixFileMode.GroupWrite, "720")]
    [InlineData(UnixFileMode.OtherWrite, "702")]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.StickyBit, "1702")]
    public void A_folder_in_which_others_may_write_is_refused_and_left_empty(UnixFileMode mode, string shown)
    {
        Directory.CreateDirectory(Folder);
        SetMode(Private | mode);

        var error = Assert.Throws<SessionEngineException>(() => NewEngine());

        Assert.Contains(Folder, error.Message, StringComparison.Ordinal);
        Assert.Contains($"(mode {shown})", error.Message, StringComparison.Ordinal);
        Assert.Contains("AllowSharedFolder", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Folder));
    }

    [Fact]
    public async Task An_option_allows_it_and_the_files_stay_private()
    {
        Directory.CreateDirectory(Folder);
        SetMode(Private | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite);
        var engine = NewEngine(allowShared: true);
        var now = DateTimeOffset.UtcNow;

        var record = new SessionRecord { Values = Values(), CreatedAt = now, ExpiresAt = now.AddDays(1) };
        Assert.True(await engine.CreateAsync(NewKey(), record, Token));

        var made = Directory.GetFileSystemEntries(Folder, "*", SearchOption.AllDirectories);
        Assert.Equal(4, made.Length);
        Assert.All(made, path => Assert.Equal(Directory.Exists(path) ? Private : Private & ~UnixFileMode.UserExecute, GetMode(path)));
    }

    [Fact]
    public void A_folder_that_others_may_only_read_is_accepted()
    {
        Directory.CreateDirectory(Folder);
        SetMode(Private | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        Assert.Equal(Folder, NewEngine().Path);
    }

    [Fact]
    public void A_link_counts_as_its_target_folder()
    {
        var link = _temp.GetPath("link");
        Directory.CreateDirectory(Folder);
        Directory.CreateSymbolicLink(link, Folder);
        SetMode(Private);
        Assert.Equal(link, new FileSessionEngine(new FileEngineOptions { Path = link }, TimeProvider.System).Path);

        SetMode(Private | UnixFileMode.OtherWrite);
        Assert.Throws<SessionEngineException>(() => new FileSessionEngine(new FileEngineOptions { Path = link }, TimeProvider.System));
    }

    [Fact]
    public void A_folder_of_another_user_is_refused()
    {
        var mayGiveAway = OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess;
        Assert.SkipUnless(mayGiveAway, "To give a folder away, the tests must run as root, on Linux.");
        Directory.CreateDirectory(Folder);
        SetMode(Private);
        using var chown = Process.Start("chown", ["1234", Folder]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);

        var error = Assert.Throws<SessionEngineException>(() => NewEngine());

        Assert.Contains("another user (id 1234)", error.Message, StringComparison.Ordinal);
        Assert.Equal(Folder, NewEngine(allowShared: true).Path);
    }

    private FileSessionEngine NewEngine(bool allowShared = false)
        => new(new FileEngineOptions { Path = Folder, AllowSharedFolder = allowShared }, TimeProvider.System);

#pragma warning disable CA1416 // The constructor skips the tests on Windows.
    private void SetMode(UnixFileMode mode) => File.SetUnixFileMode(Folder, mode);

    private static UnixFileMode GetMode(string path) => File.GetUnixFileMode(path);
#pragma warning restore CA1416
}
