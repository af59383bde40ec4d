using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Names the generated files: <c>Shop.Outer+Cart`1</c>. Names of files have to differ in more than case, for the compiler and for some file
/// systems; types and namespaces that do not get a suffix.
/// </summary>
internal static class HintNames
{
    public static string Create(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        var identity = new StringBuilder();
        var hasTwin = false;
        for (ISymbol symbol = type;
            symbol is INamedTypeSymbol or INamespaceSymbol { IsGlobalNamespace: false };
            symbol = symbol.ContainingSymbol)
        {
            var separator = name.Length == 0 ? "" : symbol is INamespaceSymbol ? "." : "+";
            name.Insert(0, symbol.MetadataName + separator);
            identity.Append((symbol as INamedTypeSymbol)?.TypeKind).Append(symbol.MetadataName).Append('|');
            hasTwin |= HasTwin((INamespaceOrTypeSymbol)symbol);
        }

        return hasTwin ? $"{name}-{Hash(identity.ToString()).ToString("x8", CultureInfo.InvariantCulture)}" : name.ToString();
    }

    private static bool HasTwin(INamespaceOrTypeSymbol symbol)
        => symbol is INamedTypeSymbol
            ? HasTwin(symbol, ImmutableArray<ISymbol>.CastUp(((INamespaceOrTypeSymbol)symbol.ContainingSymbol).GetTypeMembers()))
            : HasTwin(symbol, [.. symbol.ContainingNamespace.GetNamespaceMembers()]);

    // Each model looks through all its siblings, so this is a plain loop.
    private static bool HasTwin(ISymbol symbol, ImmutableArray<ISymbol> siblings)
    {
        foreach (var sibling in siblings)
        {
            if (string.Equals(sibling.MetadataName, symbol.MetadataName, StringComparison.OrdinalIgnoreCase)
                && !SymbolEqualityComparer.Default.Equals(sibling, symbol))
            {
                return true;
            }
        }

        return false;
    }

    // FNV-1a: the same on every machine and in every process.
    private static uint Hash(string text)
    {
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = unchecked((hash ^ character) * 16777619u);
        }

        return hash;
    }
}
