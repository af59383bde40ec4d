using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Determines whether a value can change in place. Such values are compared with their stored form at each commit, so a type counts as
/// mutable unless proved otherwise.
/// </summary>
internal static class Immutability
{
    // Limits types that grow with every step: Node<T> with a field of type Node<Node<T>>.
    private const int MaxDepth = 32;

    /// <param name="type">The type.</param>
    /// <param name="assembly">The assembly of the model. Other assemblies may be reference assemblies without private fields.</param>
    public static bool IsImmutable(ITypeSymbol type, IAssemblySymbol assembly) => new Proof(assembly).IsImmutable(type, 0);

    private sealed class Proof(IAssemblySymbol assembly)
    {
        // Types assumed immutable while they are checked, because a type may contain itself.
        private HashSet<ITypeSymbol>? _assumed;

        public bool IsImmutable(ITypeSymbol type, int depth)
        {
            type = type.WithoutNullable();
            return IsKnown(type)
                || (depth < MaxDepth
                    && type is INamedTypeSymbol named
                    && (IsImmutableContainer(named) ? AreArgumentsImmutable(named, depth) : IsProved(named, depth)));
        }

        private static bool IsKnown(ITypeSymbol type)
            => type.TypeKind == TypeKind.Enum || Scalars.GetCodec(type) is not (null or "Bytes") || type.Is("System", "Version");

        private static bool IsImmutableContainer(INamedTypeSymbol type)
            => type.ContainingType is null && type.MetadataName switch
            {
                "KeyValuePair`2" => type.ContainingNamespace.Is(Collections.Generic),
                "FrozenSet`1" or "FrozenDictionary`2" => type.ContainingNamespace.Is("System.Collections.Frozen"),
                var name when name.StartsWith("Immutable", StringComparison.Ordinal)
                    || name.StartsWith("IImmutable", StringComparison.Ordinal)
                    => type.ContainingNamespace.Is(Collections.Immutable),
                _ => false,
            };

        private bool AreArgumentsImmutable(INamedTypeSymbol type, int depth)
        {
            foreach (var argument in type.TypeArguments)
            {
                if (!IsImmutable(argument, depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsProved(INamedTypeSymbol type, int depth)
            => type is { TypeKind: TypeKind.Struct } or { TypeKind: TypeKind.Class, IsSealed: true } && ArePartsImmutable(type, depth);

        private bool ArePartsImmutable(INamedTypeSymbol type, int depth)
        {
            if (!SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly) || CapturesParameters(type))
            {
                return false;
            }

            _assumed ??= new(SymbolEqualityComparer.Default);
            if (!_assumed.Add(type))
            {
                return true;
            }

            foreach (var member in type.GetMembers())
            {
                if (!member.IsStatic && !IsMemberImmutable(member, depth))
                {
                    return false;
                }
            }

            return type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType }
                || ArePartsImmutable(type.BaseType, depth);
        }

        // Writable fields of a struct are safe: the property returns a copy.
        private bool IsMemberImmutable(ISymbol member, int depth)
            => member switch
            {
                IFieldSymbol field => (field.IsReadOnly || field.ContainingType.IsValueType) && IsImmutable(field.Type, depth + 1),
                IPropertySymbol { IsIndexer: false, SetMethod: { IsInitOnly: false }, ContainingType.IsValueType: false } => false,
                IEventSymbol => false,
                _ => true,
            };

        // A captured primary constructor parameter is a writable field without a symbol. Records expose them as properties.
        private static bool CapturesParameters(INamedTypeSymbol type)
        {
            if (!type.IsRecord)
            {
                foreach (var declaration in type.DeclaringSyntaxReferences)
                {
                    if (declaration.GetSyntax() is TypeDeclarationSyntax { ParameterList: not null })
                    {
                        return true;
                    }
                }
            }

            return false;
        }
    }
}
