using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TypedSessions.Engines.Files;

/// <summary>
/// The engine's folder: up to 256 shards named by the first byte of a key, each with a lock file and the files of its sessions. All names
/// consist of hexadecimal digits of a key, which is a hash: nothing that a browser sends becomes a part of a path.
/// </summary>
/// <remarks>
/// The folder always has a marker file. If it is missing, a disk was unmounted or files were deleted, so all operations fail, and no
/// session counts as gone.
/// </remarks>
internal sealed class SessionFolder
{
    public const int ShardCount = 256;

    private const string Extension = ".session";
    private const string LockName = "lock";
    private const string MarkerName = "typed-sessions";

    private readonly string[] _shards;
    private readonly bool _allowShared;

    public SessionFolder(string path, bool allowShared)
    {
        _allowShared = allowShared;
        Path = System.IO.Path.GetFullPath(path);
        _shards = [.. Enumerable.Range(0, ShardCount).Select(shard => System.IO.Path.Combine(Path, shard.ToString("x2")))];
    }

    public string Path { get; }

    /// <summary>Gets the path of the marker file.</summary>
    public string Marker => System.IO.Path.Combine(Path, MarkerName);

    public static int GetShard(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[SessionKey.Size];
        key.CopyTo(bytes);
        return bytes[0];
    }

    public string GetPath(SessionKey key) => System.IO.Path.Combine(_shards[GetShard(key)], key + Extension);

    public string GetLockPath(int shard) => System.IO.Path.Combine(_shards[shard], LockName);

    /// <summary>Creates the folder if it does not exist. Several processes may do so at once.</summary>
    /// <exception cref="SessionEngineException">Other users may write in it, and the options do not allow that.</exception>
    public void EnsureCreated()
    {
        CreateFolder(Path);
        if (!_allowShared)
        {
            ThrowIfShared();
        }

        CreateOnce(Marker);
    }

    /// <summary>Creates a shard if it does not exist. Several processes may do so at once.</summary>
    public void EnsureShard(int shard)
    {
        ThrowIfMissing();
        CreateFolder(_shards[shard]);
        CreateOnce(GetLockPath(shard));
    }

    /// <summary>
    /// Returns the shard of a user's sessions that have a sign-in, so that they can be counted under one lock.
    /// </summary>
    public static int GetShard(string owner) => SHA256.HashData(Encoding.Unicode.GetBytes(owner))[0];

    /// <summary>Returns the keys of all stored sessions, expired and damaged ones included, in no order.</summary>
    public IEnumerable<SessionKey> GetKeys(CancellationToken cancellationToken)
    {
        ThrowIfMissing();
        return _shards.Where(Directory.Exists).SelectMany(shard => GetKeys(shard, cancellationToken));
    }

    /// <summary>Returns the keys of the sessions in a shard that exists.</summary>
    public IEnumerable<SessionKey> GetKeys(int shard) => GetKeys(_shards[shard], CancellationToken.None);

    /// <summary>Returns the keys of all stored sessions in a range, expired and damaged ones included, in order.</summary>
    public IEnumerable<SessionKey> GetKeys(SessionKey first, SessionKey last)
    {
        ThrowIfMissing();
        return Enumerable.Range(GetShard(first), Math.Max(0, GetShard(last) - GetShard(first) + 1))
            .Where(shard => Directory.Exists(_shards[shard]))
            .SelectMany(shard => GetKeys(shard).Where(key => key.CompareTo(first) >= 0 && key.CompareTo(last) <= 0).Order());
    }

    /// <summary>Opens a session's file; <see langword="null"/> if there is none.</summary>
    public SafeFileHandle? Open(SessionKey key, FileAccess access)
    {
        try
        {
            return File.OpenHandle(GetPath(key), FileMode.Open, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException) when (File.Exists(Marker))
        {
            return null;
        }
    }

    /// <summary>Creates an empty file for a session. It must not exist.</summary>
    public SafeFileHandle Create(SessionKey key) => CreatePrivate(GetPath(key));

    public void Delete(SessionKey key) => File.Delete(GetPath(key));

    private IEnumerable<SessionKey> GetKeys(string shard, CancellationToken cancellationToken)
    {
        foreach (var file in Directory.EnumerateFiles(shard, "*" + Extension))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (SessionKey.TryParse(System.IO.Path.GetFileNameWithoutExtension(file), out var key) && GetPath(key) == file)
            {
                yield return key;
            }
        }
    }

    private void ThrowIfShared()
    {
        const UnixFileMode WrittenByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
        const uint Root = 0;
        if (FileStatus.Read(Path) is not { } status)
        {
            return;
        }

        if (status.Owner is { } owner and not Root && owner != FileStatus.CurrentUser)
        {
            throw CreateSharedException($"it belongs to another user (id {owner})");
        }

        if (status.Mode is { } mode && (mode & WrittenByOthers) != 0)
        {
            throw CreateSharedException($"other users may write in it (mode {Convert.ToString((int)mode, toBase: 8)})");
        }
    }

    private SessionEngineException CreateSharedException(string reason)
        => new(
            $"The file session engine refuses the folder {Path}: {reason}, who could read, forge and delete sessions. "
            + $"Give it to the user of this process alone (chown, chmod 700), or set {nameof(FileEngineOptions)}."
            + $"{nameof(FileEngineOptions.AllowSharedFolder)} for a volume that no one else uses.");

    private void ThrowIfMissing()
    {
        if (!File.Exists(Marker))
        {
            throw new DirectoryNotFoundException($"There is no file {Marker}.");
        }
    }

    private static void CreateFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void CreateOnce(string path)
    {
        try
        {
            CreatePrivate(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // It exists, or another process has created it.
        }
    }

    // Only a FileStream can set the mode. Its handle must outlive it.
    private static SafeFileHandle CreatePrivate(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        GC.SuppressFinalize(stream);
        return stream.SafeFileHandle;
    }
}
