using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TypedSessions.Samples;

/// <summary>
/// Prefers the SQLite of the operating system to the one in the package. The package's (3.35.5) was built without <c>usleep</c>, so each
/// wait for a lock takes a whole second, where a current one waits for a millisecond first.
/// </summary>
internal static class SystemSqlite
{
    /// <summary>Runs before anything of this assembly does, because a library that has been loaded is not looked for again.</summary>
    [ModuleInitializer]
    internal static void Prefer()
        => NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Find);

    // Zero leads to the package's own library: on systems other than Linux, and where no SQLite is installed.
    private static nint Find(string library, Assembly assembly, DllImportSearchPath? searchPath)
        => library == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var handle) ? handle : 0;
}
