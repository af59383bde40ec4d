using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>
/// Keeps writers of one shard apart: threads of this engine by a lock in memory, other
/// engines and processes by a lock on the shard's lock file. Readers take no lock.
/// </summary>
/// <remarks>
/// The lock on the file is what <see cref="FileShare.None"/> means: <c>flock</c> on Unix, a sharing mode
/// on Windows. It goes with the process that holds it, however that ends. Lock files are never deleted,
/// so that all lock the same one. A shard rather than a session is locked because then creating, renaming
/// and deleting a session's file are under the lock as well; with 256 shards, two sessions seldom meet.
/// </remarks>
internal sealed class ShardLocks(SessionFolder folder, TimeProvider clock, TimeSpan timeout)
{
    private readonly Lock[] _gates = [.. Enumerable.Range(0, SessionFolder.ShardCount).Select(_ => new Lock())];

    /// <summary>Waits for a shard.</summary>
    /// <exception cref="SessionEngineException">Others had it for longer than the timeout.</exception>
    public HeldShard Enter(int shard, CancellationToken cancellationToken)
    {
        var gate = _gates[shard];
        if (!gate.TryEnter(timeout))
        {
            throw Busy();
        }

        try
        {
            return new HeldShard(gate, OpenAlone(shard, cancellationToken));
        }
        catch
        {
            gate.Exit();
            throw;
        }
    }

    /// <summary>Makes sure that a lock keeps others out: where it does not, .NET says nothing.</summary>
    /// <exception cref="SessionEngineException">It does not.</exception>
    public void Probe()
    {
        try
        {
            using var first = OpenAlone(folder.Marker);
            using var second = OpenAlone(folder.Marker);
        }
        catch (IOException error) when (FileTrouble.IsHeldByAnother(error))
        {
            // By this engine, or by another that starts.
            return;
        }

        throw new SessionEngineException(
            $"The file session engine (folder {folder.Path}) cannot lock files, so it could not keep two writers apart. Use a file system that "
            + "has locks, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING or System.IO.DisableFileLocking.");
    }

    // .NET does not wait for a lock, so this asks again: at first at once, then every millisecond.
    private SafeFileHandle OpenAlone(int shard, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        var wait = default(SpinWait);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return OpenAlone(folder.LockOf(shard));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                folder.EnsureShard(shard);
            }
            catch (IOException error) when (FileTrouble.IsHeldByAnother(error))
            {
                if (clock.GetElapsedTime(started) > timeout)
                {
                    throw Busy();
                }
            }

            wait.SpinOnce();
        }
    }

    private static SafeFileHandle OpenAlone(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private SessionEngineException Busy()
        => new($"The file session engine (folder {folder.Path}) could not get a lock: another writer held it for longer than "
            + $"{nameof(FileEngineOptions)}.{nameof(FileEngineOptions.LockTimeout)}, {timeout}. Is a process stopped, or the disk very slow?");
}
