using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>Determines how System.Text.Json handles a type according to its attributes.</summary>
internal static class JsonShape
{
    /// <summary>The value of <c>JsonObjectCreationHandling.Populate</c>.</summary>
    public const int Populate = 1;

    /// <summary>Returns whether a type or member has a custom converter.</summary>
    public static bool HasConverter(ISymbol symbol)
        => symbol.GetAttributes().Any(
            static attribute => attribute.AttributeClass.IsOrDerivesFrom(KnownNames.JsonNamespace, "JsonConverterAttribute"));

    /// <summary>Returns whether a member is ignored by an attribute.</summary>
    public static bool IsIgnored(ISymbol member)
    {
        // Without a condition the attribute means Always, which is 1.
        var attribute = member.Attribute(KnownNames.JsonNamespace, "JsonIgnoreAttribute");
        return attribute is not null && attribute.Argument("Condition")?.Value is null or 1;
    }

    public static bool IsIncluded(ISymbol member) => member.Attribute(KnownNames.JsonNamespace, "JsonIncludeAttribute") is not null;

    /// <summary>Returns whether the value of a property without a setter is populated instead of replaced.</summary>
    public static bool IsPopulated(IPropertySymbol property) => IsPopulated((ISymbol)property) || IsPopulated(property.ContainingType);

    private static bool IsPopulated(ISymbol symbol)
        => symbol.Attribute(KnownNames.JsonNamespace, "JsonObjectCreationHandlingAttribute") is { ConstructorArguments.Length: 1 } attribute
            && attribute.ConstructorArguments[0].Value is Populate;

    /// <summary>Returns the instance properties and fields of a type and its base types, without hidden ones.</summary>
    public static IEnumerable<ISymbol> GetMembers(INamedTypeSymbol type)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && !IsLibraryType(current); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is { IsStatic: false, IsImplicitlyDeclared: false } and (IPropertySymbol { IsIndexer: false } or IFieldSymbol)
                    && hidden.Add(member.Name))
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>Returns the types that <c>[JsonDerivedType]</c> lets a value of a type have.</summary>
    public static IEnumerable<ITypeSymbol> GetDerivedTypes(INamedTypeSymbol type)
        => type.GetAttributes()
            .Where(static attribute => attribute.AttributeClass.Is(KnownNames.JsonNamespace, "JsonDerivedTypeAttribute"))
            .Select(static attribute => attribute.ConstructorArguments.FirstOrDefault().Value)
            .OfType<ITypeSymbol>();

    /// <summary>Returns whether a type is part of .NET or ASP.NET Core, whose members are not analyzed.</summary>
    public static bool IsLibraryType(ITypeSymbol type)
        => type.ContainingNamespace.RootName() is "System" or "Microsoft" && type.Locations.All(static location => location.IsInMetadata);
}
