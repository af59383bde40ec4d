using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Finds the session models of a compilation and of the referenced assemblies that reference the library. Only public and protected members
/// of those are visible.
/// </summary>
internal static class SessionModels
{
    /// <summary>Returns the collection to which the models of the compilation are added as they are analyzed.</summary>
    public static ConcurrentBag<INamedTypeSymbol> Collect(RuleContext context)
    {
        var models = new ConcurrentBag<INamedTypeSymbol>();
        context.RegisterSymbolAction(
            symbol =>
            {
                if (symbol.Symbol is INamedTypeSymbol { TypeKind: TypeKind.Class } type && SessionAttributes.IsModel(type))
                {
                    models.Add(type);
                }
            },
            SymbolKind.NamedType);
        return models;
    }

    /// <summary>Returns the models that the project declares.</summary>
    public static IEnumerable<INamedTypeSymbol> GetDeclared(Compilation compilation, CancellationToken cancellationToken)
        => FindIn(compilation.Assembly.GlobalNamespace, cancellationToken);

    /// <summary>Returns the models of referenced projects.</summary>
    public static IEnumerable<INamedTypeSymbol> GetReferenced(Compilation compilation, CancellationToken cancellationToken)
        => compilation.SourceModule.ReferencedAssemblySymbols
            .Where(LibraryUsage.IsReferencedBy)
            .SelectMany(assembly => FindIn(assembly.GlobalNamespace, cancellationToken));

    private static IEnumerable<INamedTypeSymbol> FindIn(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
        => GetTypes(container, cancellationToken).Where(static type => type.TypeKind == TypeKind.Class && SessionAttributes.IsModel(type));

    private static IEnumerable<INamedTypeSymbol> GetTypes(INamespaceOrTypeSymbol container, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var type in container.GetTypeMembers())
        {
            yield return type;

            foreach (var nested in GetTypes(type, cancellationToken))
            {
                yield return nested;
            }
        }

        if (container is INamespaceSymbol space)
        {
            foreach (var type in space.GetNamespaceMembers().SelectMany(inner => GetTypes(inner, cancellationToken)))
            {
                yield return type;
            }
        }
    }
}
