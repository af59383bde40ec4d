using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Determines from syntax whether a method may use an argument after it has returned its task.</summary>
internal static class LateUse
{
    /// <summary>Returns whether the method, or an implementation of it in the project, may; a method without a known body may.</summary>
    public static bool IsPossible(IParameterSymbol parameter, Compilation compilation, CancellationToken cancellationToken)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol { OriginalDefinition: var method })
        {
            return true;
        }

        var bodies = (method.IsAbstract || method.IsVirtual ? Implementations.Find(method, compilation) : [method])
            .Select(implementation => FindLateUse(implementation, parameter.Ordinal, cancellationToken))
            .ToArray();
        return bodies.Length == 0 || bodies.Any(static isLate => isLate != false);
    }

    // Null: the body is unknown.
    private static bool? FindLateUse(IMethodSymbol method, int ordinal, CancellationToken cancellationToken)
    {
        var reference = (method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault();
        var body = reference?.GetSyntax(cancellationToken) switch
        {
            MethodDeclarationSyntax declaration => (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody,
            _ => null,
        };
        if (body is null || ordinal >= method.Parameters.Length)
        {
            return null;
        }

        var end = GetOwnNodes(body).OfType<AwaitExpressionSyntax>().Select(static wait => wait.Span.End).DefaultIfEmpty(int.MaxValue).Min();
        var name = method.Parameters[ordinal].Name;
        return body.DescendantNodes().OfType<IdentifierNameSyntax>().Any(
            use => use.Identifier.ValueText == name && (use.SpanStart > end || IsPassedOn(use, body)));
    }

    // To a lambda, or to a call whose task is awaited or returned.
    private static bool IsPassedOn(IdentifierNameSyntax use, SyntaxNode body)
        => use.Ancestors().TakeWhile(node => node != body).Any(static node => node is AnonymousFunctionExpressionSyntax)
            || (use.Parent is ArgumentSyntax
                && use.Ancestors().Any(
                    static node => node is AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax));

    private static IEnumerable<SyntaxNode> GetOwnNodes(SyntaxNode body)
        => body.DescendantNodesAndSelf(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax));
}
