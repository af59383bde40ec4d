using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Decides whether a value can change while somebody holds it. Values that can are compared with what is stored at every commit,
/// so a type counts as mutable unless it is proved not to be.
/// </summary>
internal static class Immutability
{
    // Deeper than any real type, and the end of types that grow with every step: Node<T> with a field of Node<Node<T>>.
    private const int MaxDepth = 32;

    /// <param name="type">The type in question.</param>
    /// <param name="assembly">The assembly of the model. Only its classes show all of their fields: a reference assembly need not.</param>
    public static bool IsImmutable(ITypeSymbol type, IAssemblySymbol assembly) => new Proof(assembly).Holds(type, 0);

    private sealed class Proof(IAssemblySymbol assembly)
    {
        // A type that contains itself is immutable if nothing else in it speaks against it.
        private HashSet<ITypeSymbol>? _assumed;

        public bool Holds(ITypeSymbol type, int depth)
        {
            type = type.WithoutNullable();
            return IsKnown(type)
                || (depth < MaxDepth
                    && type is INamedTypeSymbol named
                    && (IsImmutableContainer(named) ? ArgumentsHold(named, depth) : IsProved(named, depth)));
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

        private bool ArgumentsHold(INamedTypeSymbol type, int depth)
        {
            foreach (var argument in type.TypeArguments)
            {
                if (!Holds(argument, depth + 1))
                {
                    return false;
                }
            }

            return true;
        }

        private bool IsProved(INamedTypeSymbol type, int depth)
            => type is { TypeKind: TypeKind.Struct } or { TypeKind: TypeKind.Class, IsSealed: true } && PartsHold(type, depth);

        private bool PartsHold(INamedTypeSymbol type, int depth)
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
                if (!member.IsStatic && !MemberHolds(member, depth))
                {
                    return false;
                }
            }

            return type.BaseType is null or { SpecialType: SpecialType.System_Object or SpecialType.System_ValueType }
                || PartsHold(type.BaseType, depth);
        }

        // The fields of a struct may be writable: whoever reads the property gets a copy.
        private bool MemberHolds(ISymbol member, int depth)
            => member switch
            {
                IFieldSymbol field => (field.IsReadOnly || field.ContainingType.IsValueType) && Holds(field.Type, depth + 1),
                IPropertySymbol { IsIndexer: false, SetMethod: { IsInitOnly: false }, ContainingType.IsValueType: false } => false,
                IEventSymbol => false,
                _ => true,
            };

        // A captured parameter of a primary constructor is a writable field that no symbol shows. Records make properties of them.
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
