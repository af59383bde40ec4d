using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.Lifetime;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>A session change to move before the statements that start the response.</summary>
/// <param name="change">The change.</param>
/// <param name="passed">The statements to move it past.</param>
/// <param name="context">The context of the diagnostic.</param>
internal sealed class StatementMove(ExpressionStatementSyntax change, IReadOnlyList<StatementSyntax> passed, FixContext context)
{
    /// <summary>Gets a value indicating whether the move affects nothing else. Other changes in between are moved themselves.</summary>
    public bool IsSafe
        => LibraryTypes.From(context.Model.Compilation) is { } library
            && SessionTypes.From(context.Model.Compilation, library) is { } types
            && HasSettledOperands(types)
            && passed.All(statement => StartsResponse(statement, types) || ChangesSession(statement, types));

    // The value is a constant, a variable or a session value, which the response cannot change.
    private bool HasSettledOperands(SessionTypes types)
        => change.Expression.DescendantNodes().All(node => node switch
        {
            AwaitExpressionSyntax or ObjectCreationExpressionSyntax or AnonymousFunctionExpressionSyntax => false,
            InvocationExpressionSyntax => false,
            AssignmentExpressionSyntax => false,
            IdentifierNameSyntax name => IsSettled(context.Model.GetSymbolInfo(name, context.CancellationToken).Symbol, types),
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

    // The response neither uses the session nor sets a variable.
    private bool StartsResponse(StatementSyntax statement, SessionTypes types)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && expression.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .Any(static call => ResponseStart.Names.Contains(CallSyntax.GetName(call)))
            && expression.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
                .All(part => !SetsVariable(part)
                    && !types.IsSessionOrModel(context.Model.GetTypeInfo(part, context.CancellationToken).Type));

    private bool ChangesSession(StatementSyntax statement, SessionTypes types)
        => statement is ExpressionStatementSyntax { Expression: var expression }
            && context.Model.GetOperation(expression, context.CancellationToken) is { } operation
            && SessionChange.From(operation, types) is not null;

    private static bool SetsVariable(ExpressionSyntax part)
        => part is AssignmentExpressionSyntax or DeclarationExpressionSyntax or AnonymousFunctionExpressionSyntax
            || part.IsKind(SyntaxKind.PreIncrementExpression) || part.IsKind(SyntaxKind.PostIncrementExpression)
            || part.IsKind(SyntaxKind.PreDecrementExpression) || part.IsKind(SyntaxKind.PostDecrementExpression);
}
