using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>Compares names without allocating them, because this runs for every model on every keystroke.</summary>
internal static class SymbolNames
{
    /// <summary>Returns whether a type has the namespace and metadata name (<c>List`1</c>), with any type arguments.</summary>
    public static bool Is(this ITypeSymbol? type, string containingNamespace, string metadataName)
        => type is INamedTypeSymbol { ContainingType: null } named
            && named.MetadataName == metadataName
            && named.ContainingNamespace.Is(containingNamespace);

    public static bool Is(this INamespaceSymbol? symbol, string fullName)
    {
        var end = fullName.Length;
        while (symbol is { IsGlobalNamespace: false })
        {
            var start = end - symbol.Name.Length;
            if (start < 0 || string.CompareOrdinal(fullName, start, symbol.Name, 0, symbol.Name.Length) != 0)
            {
                return false;
            }

            symbol = symbol.ContainingNamespace;
            if (start == 0)
            {
                return symbol is { IsGlobalNamespace: true };
            }

            if (fullName[start - 1] != '.')
            {
                return false;
            }

            end = start - 1;
        }

        return false;
    }

    /// <summary>Returns the first part of a namespace: <c>System</c> of <c>System.Text.Json</c>; empty for the global namespace.</summary>
    public static string RootName(this INamespaceSymbol? symbol)
    {
        while (symbol is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            symbol = outer;
        }

        return symbol?.Name ?? "";
    }

    /// <summary>Returns whether a type is the named one or derives from it.</summary>
    public static bool IsOrDerivesFrom(this ITypeSymbol? type, string containingNamespace, string metadataName)
    {
        for (; type is not null; type = type.BaseType)
        {
            if (type.Is(containingNamespace, metadataName))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether a type is a known one; <see langword="false"/> if the known one does not exist.</summary>
    public static bool Is(this ITypeSymbol? type, INamedTypeSymbol? known)
        => known is not null && SymbolEqualityComparer.Default.Equals(type, known);

    /// <summary>Returns whether a type is a known interface without type parameters, implements it, or is constrained to it.</summary>
    public static bool IsOrImplements(this ITypeSymbol? type, INamedTypeSymbol? known)
        => type is not null
            && known is not null
            && (type.Is(known)
                || type.OriginalDefinition.AllInterfaces.Contains(known, SymbolEqualityComparer.Default)
                || (type is ITypeParameterSymbol parameter
                    && parameter.ConstraintTypes.Any(constraint => constraint.IsOrImplements(known))));

    public static AttributeData? Attribute(this ISymbol symbol, string containingNamespace, string metadataName)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass.Is(containingNamespace, metadataName))
            {
                return attribute;
            }
        }

        return null;
    }

    public static TypedConstant? Argument(this AttributeData? attribute, string name)
    {
        if (attribute is not null)
        {
            foreach (var argument in attribute.NamedArguments)
            {
                if (argument.Key == name)
                {
                    return argument.Value;
                }
            }
        }

        return null;
    }
}
