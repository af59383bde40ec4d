using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.Lifetime;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>A change of a session that is to move before the statements that start the response.</summary>
/// <param name="change">The change.</param>
/// <param name="passed">The statements that it moves past.</param>
/// <param name="place">Where it is reported.</param>
internal sealed class StatementMove(ExpressionStatementSyntax change, IReadOnlyList<StatementSyntax> passed, FixPlace place)
{
    /// <summary>Whether it makes no difference to anything else. Other changes that are passed are moved themselves.</summary>
    public bool IsSafe
        => LibraryTypes.From(place.Model.Compilation) is { } library
            && SessionTypes.From(place.Model.Compilation, library) is { } types
            && ComputesNothing(types)
            && passed.All(statement => Starts(statement, types) || Changes(statement, types));

    // The value is there already: a constant, a variable, or what the session holds. Nothing else is read that the response could change.
    private bool ComputesNothing(SessionTypes types)
        => change.Expression.DescendantNodes().All(node => node switch
        {
            AwaitExpressionSyntax or ObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
            InvocationExpressionSyntax => false,
            AssignmentExpressionSyntax => false,
            IdentifierNameSyntax name => IsSettled(place.Model.GetSymbolInfo(name, place.Cancellation).Symbol, types),
            _ => true,
        });

    private static bool IsSettled(ISymbol? symbol, SessionTypes types)
        => symbol switch
        {
            ILocalSymbol or IParameterSymbol or ITypeSymbol or INamespaceSymbol or IMethodSymbol => true,
            IFieldSymbol field => field.IsConst || field.IsReadOnly,
            IPropertySymbol property => types.IsSessionOrModel(property.Type) || types.IsSessionOrModel(property.ContainingType)
                || types.Library.IsSessionMember(property) || property.Type.Name == "HttpContext",
            _ => false,
        };

    // What is sent neither speaks of the session nor sets a variable.
    private bool Starts(StatementSyntax statement, SessionTypes types)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .Any(static call => ResponseStart.Names.Contains(CallAnalyzer.GetName(call)))
            && expression.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
                .All(part => !SetsVariable(part) && !types.IsSessionOrModel(place.Model.GetTypeInfo(part, place.Cancellation).Type));

    private bool Changes(StatementSyntax statement, SessionTypes types)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && place.Model.GetOperation(expression, place.Cancellation) is { } operation
            && SessionUse.From(operation, types) is not null;

    private static bool SetsVariable(ExpressionSyntax part)
        => part is AssignmentExpressionSyntax or DeclarationExpressionSyntax or AnonymousFunctionExpressionSyntax
            || part.IsKind(SyntaxKind.PreIncrementExpression) || part.IsKind(SyntaxKind.PostIncrementExpression)
            || part.IsKind(SyntaxKind.PreDecrementExpression) || part.IsKind(SyntaxKind.PostDecrementExpression);
}
