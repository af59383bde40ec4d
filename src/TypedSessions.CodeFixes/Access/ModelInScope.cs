using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Finds a variable that holds the model over the very session that a call is made on.</summary>
internal static class ModelInScope
{
    /// <returns>Its name; nothing when there is none, or more than one.</returns>
    public static string? Find(FixPlace place, PropertyUse use)
    {
        var position = use.Replaced.SpanStart;
        var user = place.Model.GetEnclosingSymbol(position, place.Cancellation);
        var session = place.Model.GetSymbolInfo(use.Session, place.Cancellation).Symbol;
        var found = place.Model.LookupSymbols(position)
            .Where(symbol => SymbolEqualityComparer.Default.Equals(GetSymbolType(symbol), use.Property.ContainingType)
                && IsOver(symbol, session, use, place)
                && !IsOutOfReach(symbol, user))
            .Take(2)
            .ToArray();
        return found.Length == 1 ? found[0].Name : null;
    }

    private static ITypeSymbol? GetSymbolType(ISymbol symbol)
        => symbol switch
        {
            ILocalSymbol local => local.Type,
            IParameterSymbol parameter => parameter.Type,
            IFieldSymbol field => field.Type,
            IPropertySymbol property => property.Type,
            _ => null,
        };

    // What is injected is over the session of the request. A session that is a parameter is that one where both are asked for side by side.
    private static bool IsOver(ISymbol model, ISymbol? session, PropertyUse use, FixPlace place)
        => model is ILocalSymbol local ? IsOpenedOn(local, use, place)
            : session is IParameterSymbol ? model is IParameterSymbol
                && SymbolEqualityComparer.Default.Equals(model.ContainingSymbol, session.ContainingSymbol)
            : session is IPropertySymbol { Name: "Session" } property
                && property.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    // var shop = session.As<Shop>();
    private static bool IsOpenedOn(ILocalSymbol local, PropertyUse use, FixPlace place)
        => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(place.Cancellation) is VariableDeclaratorSyntax
        {
            Initializer.Value: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "As" } opened,
            },
        } declarator
            && declarator.Span.End < use.Replaced.SpanStart
            && SyntaxFactory.AreEquivalent(opened.Expression, use.Session);

    private static bool IsOutOfReach(ISymbol symbol, ISymbol? user)
    {
        for (; user is not null and not INamedTypeSymbol; user = user.ContainingSymbol)
        {
            if (user.IsStatic && !symbol.IsStatic && symbol is IFieldSymbol or IPropertySymbol)
            {
                return true;
            }
        }

        return false;
    }
}
