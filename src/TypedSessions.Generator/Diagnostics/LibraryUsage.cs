using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Determines whether a project uses the library. Searching the text costs far less than binding code, so unrelated projects pay almost
/// nothing.
/// </summary>
internal static class LibraryUsage
{
    // A cheap first check: every file with one of the other names contains this word too.
    private const string Session = "Session";

    private static readonly string[] Names =
        ["TypedSession", "SessionModel", "ISessionManager", "SessionExpiry", "RegenerateId", "Abandon", "TestCookie"];

    /// <summary>Returns whether a source file names the library, or a referenced project references it and may contain models.</summary>
    public static bool IsUsed(Compilation compilation)
        => compilation.SyntaxTrees.Any(static tree => ContainsName(tree.GetText().ToString()))
            || MayBeUsedElsewhere(compilation);

    private static bool ContainsName(string text)
        => text.IndexOf(Session, StringComparison.Ordinal) >= 0
            && Array.Exists(Names, word => text.IndexOf(word, StringComparison.Ordinal) >= 0);

    /// <summary>
    /// Returns whether a referenced assembly other than the library's own uses the library in ways that are not visible here.
    /// </summary>
    public static bool MayBeUsedElsewhere(Compilation compilation)
        => compilation.SourceModule.ReferencedAssemblySymbols.Any(static assembly
            => !assembly.Name.StartsWith(KnownNames.Namespace, StringComparison.Ordinal) && IsReferencedBy(assembly));

    /// <summary>Returns whether an assembly references the library.</summary>
    public static bool IsReferencedBy(IAssemblySymbol assembly)
        => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static it => it.Name == KnownNames.Namespace));
}
