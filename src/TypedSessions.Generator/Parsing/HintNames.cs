using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Creates the names of generated files: <c>Shop.Outer+Cart`1</c>. The compiler and some file systems ignore case, so a suffix is added if
/// another name differs only in case.
/// </summary>
internal static class HintNames
{
    public static string Create(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        var identity = new StringBuilder();
        var parts = new List<string>();
        var hasTwin = false;
        for (ISymbol symbol = type;
            symbol is INamedTypeSymbol or INamespaceSymbol { IsGlobalNamespace: false };
            symbol = symbol.ContainingSymbol)
        {
            var separator = name.Length == 0 ? "" : symbol is INamespaceSymbol ? "." : "+";
            name.Insert(0, symbol.MetadataName + separator);
            identity.Append((symbol as INamedTypeSymbol)?.TypeKind).Append(symbol.MetadataName).Append('|');
            parts.Add(symbol.Name);
            hasTwin |= symbol is INamedTypeSymbol part && HasDuplicate(part);
        }

        return hasTwin || DifferInCase(parts, type)
            ? $"{name}-{Hash(identity.ToString()).ToString("x8", CultureInfo.InvariantCulture)}"
            : name.ToString();
    }

    // Incomplete code may declare a class and a struct with one name.
    private static bool HasDuplicate(INamedTypeSymbol type)
        => ((INamespaceOrTypeSymbol)type.ContainingSymbol).GetTypeMembers(type.Name, type.Arity).Length > 1;

    // Uses the compiler's list of declared names, because visiting all types for each model is far slower.
    private static bool DifferInCase(List<string> parts, INamedTypeSymbol type)
        => ((ISourceAssemblySymbol)type.ContainingAssembly).Compilation.ContainsSymbolsWithName(
            name => parts.Exists(part => string.Equals(name, part, StringComparison.OrdinalIgnoreCase) && name != part),
            SymbolFilter.Namespace | SymbolFilter.Type);

    // FNV-1a: stable across machines and processes.
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
