using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace TypedSessions.EntityFrameworkCore.Tests.Testing;

/// <summary>
/// Lets Microsoft.Data.Sqlite have the older <c>SQLitePCLRaw</c> that can be restored. .NET refuses an assembly of a lower version than was
/// asked for, unless somebody hands it over.
/// </summary>
internal static class OlderSqlite
{
    [ModuleInitializer]
    internal static void Accept() => AssemblyLoadContext.Default.Resolving += static (context, name)
        => name.Name == "SQLitePCLRaw.core"
            ? context.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, name.Name + ".dll"))
            : null;
}
