using System.Runtime.InteropServices;

namespace TypedSessions.Engines;

/// <summary>The identity, owner and mode of a file or folder. A path that is deleted and created again has another identity.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Id">The file within it.</param>
/// <param name="Owner">The id of the user that owns it; <see langword="null"/> if it is not known.</param>
/// <param name="Mode">The Unix mode; <see langword="null"/> on Windows.</param>
internal readonly record struct FileStatus(ulong Device, ulong Id, uint? Owner, UnixFileMode? Mode)
{
    /// <summary>Returns whether a status is that of the same file, even if its owner or mode changed.</summary>
    public bool IsSameFile(FileStatus other) => Device == other.Device && Id == other.Id;

    /// <summary>
    /// Returns the status of a file, following symbolic links; <see langword="null"/> if it does not exist.
    /// </summary>
    public static FileStatus? Read(string path) => OperatingSystem.IsLinux() ? LinuxStatus.Read(path) : ReadPortably(path);

    /// <summary>Gets the id of the user that this process runs as; <see langword="null"/> if it is not known.</summary>
    public static uint? CurrentUser => OperatingSystem.IsLinux() ? LinuxStatus.GetEffectiveUserId() : null;

    // .NET does not expose a file's number. The time of creation serves as well, except on Linux, which does not store it everywhere.
    private static FileStatus? ReadPortably(string path)
        => Path.Exists(path)
            ? new(0, (ulong)File.GetCreationTimeUtc(path).Ticks, null, OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(path))
            : null;

    // statx has the same layout on all processors, unlike stat.
    private static class LinuxStatus
    {
        private const int RelativeToCurrentFolder = -100;
        private const uint ModeOwnerAndNumber = 0x1 | 0x2 | 0x8 | 0x100;
        private const int NoSuchFile = 2;
        private const int NotAFolder = 20;
        private const UnixFileMode Permissions = (UnixFileMode)0xFFF;

        public static FileStatus? Read(string path)
        {
            if (GetStatus(RelativeToCurrentFolder, path, 0, ModeOwnerAndNumber, out var status) == 0)
            {
                var device = ((ulong)status.DeviceMajor << 32) | status.DeviceMinor;
                return new(device, status.Number, status.Owner, (UnixFileMode)status.Mode & Permissions);
            }

            var error = Marshal.GetLastPInvokeError();
            return error is NoSuchFile or NotAFolder
                ? null
                : throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}", error);
        }

        [DllImport("libc", EntryPoint = "geteuid")]
        public static extern uint GetEffectiveUserId();

        [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
        private static extern int GetStatus(
            int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

        [StructLayout(LayoutKind.Explicit, Size = 256)]
        private struct Status
        {
            [FieldOffset(20)]
            public uint Owner;

            [FieldOffset(28)]
            public ushort Mode;

            [FieldOffset(32)]
            public ulong Number;

            [FieldOffset(136)]
            public uint DeviceMajor;

            [FieldOffset(140)]
            public uint DeviceMinor;
        }
    }
}
