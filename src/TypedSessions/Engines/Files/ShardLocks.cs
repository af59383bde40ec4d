using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>Holds the lock of a shard until it is disposed of. The default holds nothing.</summary>
internal readonly ref struct ShardLock(Lock gate, SafeFileHandle file)
{
    public void Dispose()
    {
        if (file is not null)
        {
            file.Dispose();
            gate.Exit();
        }
    }
}

/// <summary>
/// Serializes the writers of a shard: threads of this engine by a lock in memory, other engines and processes by a lock on the shard's lock
/// file. Readers take no lock.
/// </summary>
/// <remarks>
/// The lock on the file is <see cref="FileShare.None"/>: <c>flock</c> on Unix, a sharing mode on Windows. The system releases it when its
/// process ends. Lock files are never deleted, so that all lock the same one. A shard is locked rather than a session, so that creating and
/// deleting a session's file are under the lock as well; with 256 shards, two sessions seldom share one.
/// </remarks>
internal sealed class ShardLocks(SessionFolder folder, TimeProvider timeProvider, TimeSpan timeout)
{
    private readonly Lock[] _gates = [.. Enumerable.Range(0, SessionFolder.ShardCount).Select(_ => new Lock())];

    /// <summary>Waits for the lock of a shard.</summary>
    /// <exception cref="SessionEngineException">The lock was not released within the timeout.</exception>
    public ShardLock Enter(int shard, CancellationToken cancellationToken)
    {
        var gate = _gates[shard];
        if (!gate.TryEnter(timeout))
        {
            throw CreateTimeoutException();
        }

        try
        {
            return new ShardLock(gate, LockFile(shard, cancellationToken));
        }
        catch
        {
            gate.Exit();
            throw;
        }
    }

    /// <summary>Verifies that a file can be locked only once, because .NET does not report locks that have no effect.</summary>
    /// <exception cref="SessionEngineException">Locks have no effect.</exception>
    public void Probe()
    {
        try
        {
            using var first = LockFile(folder.Marker);
            using var second = LockFile(folder.Marker);
        }
        catch (IOException error) when (FileErrors.IsLocked(error))
        {
            // Locked by this engine, or by another one that is starting.
            return;
        }

        throw new SessionEngineException(
            $"The file session engine (folder {folder.Path}) cannot lock files, so concurrent writers could damage them. Use a file system "
            + "that supports locks, and do not set DOTNET_SYSTEM_IO_DISABLEFILELOCKING or System.IO.DisableFileLocking.");
    }

    // .NET cannot wait for a file lock, so this tries again: first at once, then every millisecond.
    private SafeFileHandle LockFile(int shard, CancellationToken cancellationToken)
    {
        var started = timeProvider.GetTimestamp();
        var wait = default(SpinWait);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return LockFile(folder.GetLockPath(shard));
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
            {
                folder.EnsureShard(shard);
            }
            catch (IOException error) when (FileErrors.IsLocked(error))
            {
                if (timeProvider.GetElapsedTime(started) > timeout)
                {
                    throw CreateTimeoutException();
                }
            }

            wait.SpinOnce();
        }
    }

    private static SafeFileHandle LockFile(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

    private SessionEngineException CreateTimeoutException()
        => new(
            $"The file session engine (folder {folder.Path}) could not get a lock within {timeout}: another writer holds it. Check for a "
            + $"stopped process or a slow disk, or raise {nameof(FileEngineOptions)}.{nameof(FileEngineOptions.LockTimeout)}.");
}
