using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Finds the attribute that says why sensitive data is in a session.</summary>
internal static class Justification
{
    /// <summary>The attribute's class.</summary>
    public const string Name = "SensitiveSessionDataAttribute";

    /// <summary>Whether the attribute stands on a symbol or around it. What it says is another rule's matter.</summary>
    public static bool Covers(ISymbol? symbol)
    {
        for (; symbol is not null and not INamespaceSymbol; symbol = symbol.ContainingSymbol)
        {
            if (Find(symbol) is not null || (symbol is IMethodSymbol { AssociatedSymbol: { } property } && Find(property) is not null))
            {
                return true;
            }
        }

        return false;
    }

    private static AttributeData? Find(ISymbol symbol) => symbol.Attribute(KnownNames.Namespace, Name);
}
