using System.Diagnostics;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Files;

/// <summary>An in-memory disk of 1 MiB. The test is skipped if it may not mount one.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TempFolder _temp = new();

    private string Root => _temp.GetPath("disk");

    private string Filler => GetPath("filler");

    public static SmallDisk Mount()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Disks are mounted on Linux only.");
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk.Root);
        if (!TryRun("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.Root))
        {
            disk._temp.Dispose();
            Assert.Skip("To mount a small disk, the tests must run as root.");
        }

        return disk;
    }

    public string GetPath(string name) => Path.Combine(Root, name);

    public void Fill()
    {
        using var filler = File.Create(Filler);
        var page = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(page);
                filler.Flush();
            }
        }
        catch (IOException)
        {
            // The disk is full.
        }
    }

    public void Empty() => File.Delete(Filler);

    public void MakeReadOnly() => Assert.True(TryRun("mount", "-o", "remount,ro", Root));

    public void Dispose()
    {
        TryRun("umount", "-l", Root);
        _temp.Dispose();
    }

    private static bool TryRun(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
