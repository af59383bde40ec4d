using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Reads how System.Text.Json stores a class.</summary>
internal static class JsonMembers
{
    /// <summary>Returns the properties that are stored, those of base classes too.</summary>
    public static IEnumerable<IPropertySymbol> GetProperties(ITypeSymbol type)
    {
        for (var current = type; current is { SpecialType: not SpecialType.System_Object }; current = current.BaseType)
        {
            foreach (var property in current.GetMembers().OfType<IPropertySymbol>())
            {
                if (property is { IsStatic: false, IsIndexer: false, DeclaredAccessibility: Accessibility.Public, GetMethod: not null }
                    && !property.IsOverride
                    && property.Attribute(KnownNames.JsonNamespace, "JsonIgnoreAttribute") is null)
                {
                    yield return property;
                }
            }
        }
    }

    /// <summary>Returns the name that an attribute gives a property in JSON, else its own name, which a policy may convert.</summary>
    public static string GetName(IPropertySymbol property)
        => property.Attribute(KnownNames.JsonNamespace, "JsonPropertyNameAttribute") is { ConstructorArguments: { Length: 1 } arguments }
            && arguments[0].Value is string name
                ? name
                : property.Name;

    /// <summary>
    /// Returns the property that identifies an element of a list: one with <c>[SessionIdentity]</c>, else <c>Id</c> or <c>Key</c>.
    /// </summary>
    public static IPropertySymbol? FindIdentity(ITypeSymbol element)
    {
        if (element.WithoutNullable() is not INamedTypeSymbol type || HasConverter(type))
        {
            return null;
        }

        var scalars = GetProperties(type).Where(static property => IsIdentifier(property.Type.WithoutNullable())).ToArray();
        return Array.Find(scalars, static property => property.Attribute(KnownNames.Namespace, KnownNames.IdentityAttribute) is not null)
            ?? Array.Find(scalars, static property => property.Name == "Id")
            ?? Array.Find(scalars, static property => property.Name == "Key");
    }

    /// <summary>Returns whether a converter decides the form of a type.</summary>
    public static bool HasConverter(INamedTypeSymbol type)
        => type.Attribute(KnownNames.JsonNamespace, KnownNames.JsonConverterAttribute) is not null;

    /// <summary>Returns whether JSON of a type may name a derived type.</summary>
    public static bool IsPolymorphic(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.Attribute(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute") is not null
                || current.Attribute(KnownNames.JsonNamespace, "JsonPolymorphicAttribute") is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether System.Text.Json creates a class with a constructor without parameters.</summary>
    public static bool HasDefaultConstructor(INamedTypeSymbol type)
        => type.InstanceConstructors.FirstOrDefault(
                static it => it.Attribute(KnownNames.JsonNamespace, "JsonConstructorAttribute") is not null) is { } chosen
            ? chosen.Parameters.IsEmpty
            : type.InstanceConstructors.Any(static it => it is { DeclaredAccessibility: Accessibility.Public, Parameters.IsEmpty: true });

    private static bool IsIdentifier(ITypeSymbol type)
        => type.TypeKind == TypeKind.Enum || Scalars.GetCodec(type) is not (null or "Bytes" or "Boolean");
}
