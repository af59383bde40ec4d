using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Finds a variable with the model of the session that a call uses.</summary>
internal static class ModelInScope
{
    /// <returns>Its name; <see langword="null"/> if there is not exactly one.</returns>
    public static string? Find(FixContext context, PropertyUse use)
    {
        var position = use.Replaced.SpanStart;
        var user = context.Model.GetEnclosingSymbol(position, context.CancellationToken);
        var session = context.Model.GetSymbolInfo(use.Session, context.CancellationToken).Symbol;
        var found = context.Model.LookupSymbols(position)
            .Where(symbol => SymbolEqualityComparer.Default.Equals(GetSymbolType(symbol), use.Property.ContainingType)
                && IsModelOf(symbol, session, use, context)
                && !IsInaccessible(symbol, user))
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

    // Injected models use the session of the request. A session parameter is the same one if both are injected together.
    private static bool IsModelOf(ISymbol model, ISymbol? session, PropertyUse use, FixContext context)
        => model is ILocalSymbol local ? IsCreatedFrom(local, use, context)
            : session is IParameterSymbol ? model is IParameterSymbol
                && SymbolEqualityComparer.Default.Equals(model.ContainingSymbol, session.ContainingSymbol)
            : session is IPropertySymbol { Name: "Session" } property
                && property.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.", StringComparison.Ordinal);

    // var shop = session.As<Shop>();
    private static bool IsCreatedFrom(ILocalSymbol local, PropertyUse use, FixContext context)
        => local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.CancellationToken) is VariableDeclaratorSyntax
        {
            Initializer.Value: InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "As" } opened,
            },
        } declarator
            && declarator.Span.End < use.Replaced.SpanStart
            && SyntaxFactory.AreEquivalent(opened.Expression, use.Session);

    private static bool IsInaccessible(ISymbol symbol, ISymbol? user)
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
