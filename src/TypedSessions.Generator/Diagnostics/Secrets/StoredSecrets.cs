using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics.StoredTypes;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>A member of a stored type that holds a secret.</summary>
/// <param name="Path">The members that lead to it: <c>Payment.CardNumber</c>.</param>
/// <param name="Type">The type that contains secrets; <see langword="null"/> if the name indicates one.</param>
/// <param name="Reason">The reason for the type.</param>
internal sealed record StoredSecret(string Path, ITypeSymbol? Type, string? Reason);

/// <summary>Finds secrets in the members of the application's types that are stored as JSON.</summary>
internal sealed class StoredSecrets
{
    // Limits types that grow with every step.
    private const int MaxDepth = 8;

    private readonly HashSet<ITypeSymbol> _seen = new(SymbolEqualityComparer.Default);

    private readonly Secret _secrets;

    private StoredSecrets(Secret secrets) => _secrets = secrets;

    /// <summary>Returns the first secret of a type in source order, without those that an attribute justifies.</summary>
    public static StoredSecret? Find(ITypeSymbol type, Secret secrets) => new StoredSecrets(secrets).Find(type.WithoutNullable(), MaxDepth);

    private StoredSecret? Find(ITypeSymbol type, int depth)
        => depth == 0 ? null : type switch
        {
            IArrayTypeSymbol array => Find(array.ElementType.WithoutNullable(), depth - 1),
            INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface } named
                when Scalars.GetCodec(named) is null && !JsonShape.HasConverter(named) && _seen.Add(named)
                    => JsonShape.IsLibraryType(named)
                        ? FindFirst(named.TypeArguments, depth - 1)
                        : FindInMembers(named, depth - 1) ?? FindFirst(JsonShape.GetDerivedTypes(named), depth - 1),
            _ => null,
        };

    private StoredSecret? FindFirst(IEnumerable<ITypeSymbol> types, int depth)
        => types.Select(type => Find(type.WithoutNullable(), depth)).FirstOrDefault(static secret => secret is not null);

    private StoredSecret? FindInMembers(INamedTypeSymbol type, int depth)
    {
        foreach (var member in JsonShape.GetMembers(type))
        {
            if (GetStoredType(member) is { } stored
                && FindInMember(member, stored, depth) is { } secret
                && !Justification.Covers(member))
            {
                return secret;
            }
        }

        return null;
    }

    private StoredSecret? FindInMember(ISymbol member, ITypeSymbol stored, int depth)
        => _secrets.FindType(stored.WithoutNullable()) is var (type, reason) ? new(member.Name, type, reason)
            : _secrets.IsSecret(member.Name, stored) ? new(member.Name, null, null)
            : Find(stored.WithoutNullable(), depth) is { } inner ? inner with { Path = member.Name + "." + inner.Path }
            : null;

    // A property that is computed from others stores nothing new, but its value is written as well.
    private static ITypeSymbol? GetStoredType(ISymbol member)
        => JsonShape.IsIgnored(member) || JsonShape.HasConverter(member) ? null : member switch
        {
            IPropertySymbol { GetMethod.DeclaredAccessibility: Accessibility.Public } property => property.Type,
            IPropertySymbol { GetMethod: not null } property when JsonShape.IsIncluded(property) => property.Type,
            IFieldSymbol field when JsonShape.IsIncluded(field) => field.Type,
            _ => null,
        };
}
