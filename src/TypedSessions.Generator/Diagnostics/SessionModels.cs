using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// The session models that a compilation sees. Of other projects only assemblies that refer to the library
/// themselves are looked into; the compiler reads no more than public and protected members of an assembly.
/// </summary>
internal static class SessionModels
{
    /// <summary>The project's own.</summary>
    public static IEnumerable<INamedTypeSymbol> Own(Compilation compilation, CancellationToken cancellation)
        => In(compilation.Assembly.GlobalNamespace, cancellation);

    /// <summary>Those of other projects.</summary>
    public static IEnumerable<INamedTypeSymbol> Referenced(Compilation compilation, CancellationToken cancellation)
        => compilation.SourceModule.ReferencedAssemblySymbols
            .Where(LibraryUse.IsKnownTo)
            .SelectMany(assembly => In(assembly.GlobalNamespace, cancellation));

    private static IEnumerable<INamedTypeSymbol> In(INamespaceOrTypeSymbol container, CancellationToken cancellation)
        => Types(container, cancellation).Where(static type => type.TypeKind == TypeKind.Class && SessionAttributes.IsModel(type));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var type in container.GetTypeMembers())
        {
            yield return type;

            foreach (var nested in Types(type, cancellation))
            {
                yield return nested;
            }
        }

        if (container is INamespaceSymbol space)
        {
            foreach (var type in space.GetNamespaceMembers().SelectMany(inner => Types(inner, cancellation)))
            {
                yield return type;
            }
        }
    }
}
