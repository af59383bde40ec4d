using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.StoredTypes;

/// <summary>What System.Text.Json makes of a type, as far as attributes decide it.</summary>
internal static class JsonShape
{
    /// <summary>Returns whether a type or member is written and read by a converter of its own.</summary>
    public static bool HasConverter(ISymbol symbol)
        => symbol.GetAttributes().Any(static attribute => attribute.AttributeClass.IsOrDerivesFrom(KnownNames.JsonNamespace, "JsonConverterAttribute"));

    /// <summary>Returns whether a member is left out by intent.</summary>
    public static bool IsIgnored(ISymbol member)
    {
        // Without a condition the attribute means always, which is 1.
        var attribute = member.Attribute(KnownNames.JsonNamespace, "JsonIgnoreAttribute");
        return attribute is not null && attribute.Argument("Condition")?.Value is null or 1;
    }

    public static bool IsIncluded(ISymbol member) => member.Attribute(KnownNames.JsonNamespace, "JsonIncludeAttribute") is not null;

    /// <summary>Returns whether a collection without a setter is filled and not replaced.</summary>
    public static bool IsPopulated(IPropertySymbol property) => IsPopulated((ISymbol)property) || IsPopulated(property.ContainingType);

    private static bool IsPopulated(ISymbol symbol)
        => symbol.Attribute(KnownNames.JsonNamespace, "JsonObjectCreationHandlingAttribute") is { ConstructorArguments.Length: 1 } attribute
            && attribute.ConstructorArguments[0].Value is 1;

    /// <summary>The constructor that creates a value; <see langword="null"/> if there is none or no single one.</summary>
    public static IMethodSymbol? FindConstructor(INamedTypeSymbol type)
    {
        var marked = type.InstanceConstructors.FirstOrDefault(static constructor
            => constructor.Attribute(KnownNames.JsonNamespace, "JsonConstructorAttribute") is not null);
        var open = type.InstanceConstructors.Where(static constructor => constructor.DeclaredAccessibility is Accessibility.Public).ToArray();
        return marked
            ?? Array.Find(open, static constructor => constructor.Parameters.IsEmpty)
            ?? (open.Length == 1 ? open[0] : null);
    }

    /// <summary>Returns whether a parameter gives a property or field its value.</summary>
    public static bool Binds(IParameterSymbol parameter, ISymbol member)
        => string.Equals(parameter.Name, member.Name, StringComparison.OrdinalIgnoreCase)
            && SymbolEqualityComparer.Default.Equals(parameter.Type, (member as IPropertySymbol)?.Type ?? (member as IFieldSymbol)?.Type);

    /// <summary>The instance properties and fields of a type, those of its bases included.</summary>
    public static IEnumerable<ISymbol> GetMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null && !IsOfLibrary(current); current = current.BaseType)
        {
            foreach (var member in current.GetMembers())
            {
                if (member is { IsStatic: false, IsImplicitlyDeclared: false } and (IPropertySymbol { IsIndexer: false } or IFieldSymbol))
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>Returns whether a type is part of .NET or ASP.NET Core, whose members are not looked at.</summary>
    public static bool IsOfLibrary(ITypeSymbol type)
    {
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
        {
            space = space.ContainingNamespace;
        }

        return space is { Name: "System" or "Microsoft" } && type.Locations.All(static location => location.IsInMetadata);
    }
}
