using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>What System.Text.Json makes of a type, as far as attributes decide it.</summary>
internal static class JsonShape
{
    /// <summary>The value of <c>JsonObjectCreationHandling.Populate</c>.</summary>
    public const int Populate = 1;

    /// <summary>Returns whether a type or member is written and read by a converter of its own.</summary>
    public static bool HasConverter(ISymbol symbol)
        => symbol.GetAttributes().Any(
            static attribute => attribute.AttributeClass.IsOrDerivesFrom(KnownNames.JsonNamespace, "JsonConverterAttribute"));

    /// <summary>Returns whether a member is left out by intent.</summary>
    public static bool IsIgnored(ISymbol member)
    {
        // Without a condition the attribute means always, which is 1.
        var attribute = member.Attribute(KnownNames.JsonNamespace, "JsonIgnoreAttribute");
        return attribute is not null && attribute.Argument("Condition")?.Value is null or 1;
    }

    public static bool IsIncluded(ISymbol member) => member.Attribute(KnownNames.JsonNamespace, "JsonIncludeAttribute") is not null;

    /// <summary>Returns whether the value of a property without a setter is filled and not replaced.</summary>
    public static bool IsPopulated(IPropertySymbol property) => IsPopulated((ISymbol)property) || IsPopulated(property.ContainingType);

    private static bool IsPopulated(ISymbol symbol)
        => symbol.Attribute(KnownNames.JsonNamespace, "JsonObjectCreationHandlingAttribute") is { ConstructorArguments.Length: 1 } attribute
            && attribute.ConstructorArguments[0].Value is Populate;

    /// <summary>The instance properties and fields of a type and of its bases, without those that another one hides.</summary>
    public static IEnumerable<ISymbol> GetMembers(INamedTypeSymbol type)
    {
        var hidden = new HashSet<string>(StringComparer.Ordinal);
        for (var current = type; current is not null && !IsOfLibrary(current); current = current.BaseType)
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

    /// <summary>Returns whether a type is part of .NET or ASP.NET Core, whose members are not looked at.</summary>
    public static bool IsOfLibrary(ITypeSymbol type)
        => type.ContainingNamespace.RootName() is "System" or "Microsoft" && type.Locations.All(static location => location.IsInMetadata);
}
