using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.CodeAnalysis;

namespace TypedSessions.Generator.Parsing;

/// <summary>
/// Names the generated files: <c>Shop.Outer+Cart`1</c>. Names of files have to differ in more than case, for the compiler and for some file
/// systems; types and namespaces that do not get a suffix.
/// </summary>
internal static class HintNames
{
    // Lives as long as the symbol. Without it every model would look through all of its neighbours.
    private static readonly ConditionalWeakTable<INamespaceOrTypeSymbol, HashSet<string>> Twins = new();

    public static string Of(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        var identity = new StringBuilder();
        var hasTwin = false;
        for (ISymbol symbol = type; symbol is INamedTypeSymbol or INamespaceSymbol { IsGlobalNamespace: false }; symbol = symbol.ContainingSymbol)
        {
            var separator = name.Length == 0 ? "" : symbol is INamespaceSymbol ? "." : "+";
            name.Insert(0, symbol.MetadataName + separator);
            identity.Append((symbol as INamedTypeSymbol)?.TypeKind).Append(symbol.MetadataName).Append('|');
            hasTwin |= TwinsIn((INamespaceOrTypeSymbol)symbol.ContainingSymbol).Contains(symbol.MetadataName);
        }

        return hasTwin ? $"{name}-{Hash(identity.ToString()).ToString("x8", CultureInfo.InvariantCulture)}" : name.ToString();
    }

    private static HashSet<string> TwinsIn(INamespaceOrTypeSymbol container)
        => Twins.GetValue(container, static container => FindTwins(container));

    private static HashSet<string> FindTwins(INamespaceOrTypeSymbol container)
    {
        var twins = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var type in container.GetTypeMembers())
        {
            Note(type.MetadataName);
        }

        if (container is INamespaceSymbol outer)
        {
            seen.Clear();
            foreach (var inner in outer.GetNamespaceMembers())
            {
                Note(inner.MetadataName);
            }
        }

        return twins;

        void Note(string name)
        {
            if (!seen.Add(name))
            {
                twins.Add(name);
            }
        }
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
