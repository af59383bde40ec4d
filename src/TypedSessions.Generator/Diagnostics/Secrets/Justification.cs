using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Secrets;

/// <summary>Finds the attribute that justifies sensitive data in a session.</summary>
internal static class Justification
{
    /// <summary>The name of the attribute class.</summary>
    public const string Name = "SensitiveSessionDataAttribute";

    /// <summary>Returns whether the attribute is on a symbol or on one that contains it. Its text is checked by another rule.</summary>
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
