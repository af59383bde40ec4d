using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Whether a project uses the library at all. To look for a word in its files costs far
/// less than to bind their code, so most projects of a large solution pay next to nothing.
/// </summary>
internal static class LibraryUse
{
    // What stands in every file that one of the other words stands in.
    private const string Session = "Session";

    private static readonly string[] Names =
        ["TypedSession", "SessionModel", "ISessionManager", "SessionExpiry", "RegenerateId", "Abandon", "TestCookie"];

    /// <summary>
    /// Whether a file of the project names the library, or another project that it refers to knows the library and may have models.
    /// </summary>
    public static bool IsIn(Compilation compilation)
        => compilation.SyntaxTrees.Any(static tree => Mentions(tree.GetText().ToString()))
            || MayBeElsewhere(compilation);

    private static bool Mentions(string text)
        => text.IndexOf(Session, StringComparison.Ordinal) >= 0
            && Array.Exists(Names, word => text.IndexOf(word, StringComparison.Ordinal) >= 0);

    /// <summary>Whether another assembly than the library's own knows the library, and may do with it what is not seen here.</summary>
    public static bool MayBeElsewhere(Compilation compilation)
        => compilation.SourceModule.ReferencedAssemblySymbols.Any(static assembly
            => !assembly.Name.StartsWith(KnownNames.Namespace, StringComparison.Ordinal) && IsKnownTo(assembly));

    /// <summary>Whether an assembly refers to the library.</summary>
    public static bool IsKnownTo(IAssemblySymbol assembly)
        => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static it => it.Name == KnownNames.Namespace));
}
