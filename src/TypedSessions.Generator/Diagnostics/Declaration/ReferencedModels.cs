using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Declaration;

/// <summary>
/// The models of other projects: only assemblies that refer to the library themselves are looked into. The compiler reads no more than public and
/// protected members of an assembly.
/// </summary>
internal static class ReferencedModels
{
    public static IEnumerable<KeyClaim> Claims(Compilation compilation, CancellationToken cancellation)
    {
        var library = compilation.GetTypeByMetadataName(KnownNames.ModelAttributeFullName)?.ContainingAssembly;
        return library is null
            ? []
            : compilation.SourceModule.ReferencedAssemblySymbols
                .Where(assembly => Refers(assembly, library))
                .SelectMany(assembly => Models(assembly.GlobalNamespace, cancellation))
                .SelectMany(static model => KeyClaim.Of(model, isOwn: false));
    }

    private static bool Refers(IAssemblySymbol assembly, IAssemblySymbol library)
        => assembly.Modules.Any(module => module.ReferencedAssemblies.Any(reference => reference.Name == library.Name));

    private static IEnumerable<INamedTypeSymbol> Models(INamespaceOrTypeSymbol container, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner)
            {
                continue;
            }

            if (inner is INamedTypeSymbol { TypeKind: TypeKind.Class } type && SessionAttributes.IsModel(type))
            {
                yield return type;
            }

            foreach (var model in Models(inner, cancellation))
            {
                yield return model;
            }
        }
    }
}
