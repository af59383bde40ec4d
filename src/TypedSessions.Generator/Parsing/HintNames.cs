using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Names the generated files: <c>Shop.Outer+Cart`1</c>. Names of files have to differ in more than case, for the compiler and for some file
/// systems, so a type gets a suffix if a part of its name is declared in another case, too.
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
            hasTwin |= symbol is INamedTypeSymbol part && HasNamesake(part);
        }

        return hasTwin || DifferInCase(parts, type)
            ? $"{name}-{Hash(identity.ToString()).ToString("x8", CultureInfo.InvariantCulture)}"
            : name.ToString();
    }

    // A class and a struct of one name, in code that does not compile.
    private static bool HasNamesake(INamedTypeSymbol type)
        => ((INamespaceOrTypeSymbol)type.ContainingSymbol).GetTypeMembers(type.Name, type.Arity).Length > 1;

    // The compiler has a list of the declared names. To look at the symbols of all types for each model would cost far more.
    private static bool DifferInCase(List<string> parts, INamedTypeSymbol type)
        => ((ISourceAssemblySymbol)type.ContainingAssembly).Compilation.ContainsSymbolsWithName(
            name => parts.Exists(part => string.Equals(name, part, StringComparison.OrdinalIgnoreCase) && name != part),
            SymbolFilter.Namespace | SymbolFilter.Type);

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
