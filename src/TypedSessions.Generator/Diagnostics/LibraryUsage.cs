using System.Collections.Immutable;
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

    private static readonly ImmutableHashSet<string> TestAssemblies = ImmutableHashSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "xunit.core", "xunit.v3.core", "nunit.framework", "MSTest.TestFramework", "TUnit.Core",
        "Microsoft.VisualStudio.TestPlatform.TestFramework",
        "Microsoft.AspNetCore.TestHost", "Microsoft.AspNetCore.Mvc.Testing", "BenchmarkDotNet");

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

    /// <summary>Returns whether a project is an executable and no test.</summary>
    public static bool IsApplication(Compilation program)
        => program.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication
            && !program.ReferencedAssemblyNames.Any(static it => TestAssemblies.Contains(it.Name));

    /// <summary>Returns whether a referenced assembly may use the program's keys: it uses the library or is related by name.</summary>
    public static bool MayShareKeys(Compilation program)
        => program.SourceModule.ReferencedAssemblySymbols.Any(assembly
            => !assembly.Name.StartsWith(KnownNames.Namespace, StringComparison.Ordinal)
                && (IsReferencedBy(assembly)
                    || (GetFirstPart(assembly.Name) == GetFirstPart(program.Assembly.Name)
                        && References(assembly, KnownNames.HttpNamespace))));

    private static string GetFirstPart(string name) => name.Split('.')[0];

    private static bool References(IAssemblySymbol assembly, string prefix)
        => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(it => it.Name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Returns whether an assembly references the library.</summary>
    public static bool IsReferencedBy(IAssemblySymbol assembly)
        => assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static it => it.Name == KnownNames.Namespace));
}
