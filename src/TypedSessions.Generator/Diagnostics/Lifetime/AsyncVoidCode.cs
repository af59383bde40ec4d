using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds uses of the request's session in <c>async void</c> code after its first await, for which no caller can wait.</summary>
internal static class AsyncVoidCode
{
    /// <summary>The kinds of nodes at which <see cref="FindFirstUse"/> returns results.</summary>
    public static readonly SyntaxKind[] Kinds =
    [
        SyntaxKind.MethodDeclaration, SyntaxKind.LocalFunctionStatement, SyntaxKind.ParenthesizedLambdaExpression,
        SyntaxKind.SimpleLambdaExpression, SyntaxKind.AnonymousMethodExpression,
    ];

    /// <summary>Returns whether a node should be bound, judged by its syntax.</summary>
    public static bool IsCandidate(SyntaxNode node)
        => node switch
        {
            MethodDeclarationSyntax method => IsAsyncVoid(method.Modifiers, method.ReturnType) && !NamedCode.IsTest(method),
            LocalFunctionStatementSyntax function => IsAsyncVoid(function.Modifiers, function.ReturnType),
            AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.AsyncKeyword),
            _ => false,
        };

    public static IOperation? FindFirstUse(SyntaxNode node, SemanticModel model, SessionTypes types, CancellationToken cancellationToken)
        => MemberCode.FindEnclosing(node, model, cancellationToken) is { } code
            && code.Operations.FirstOrDefault(operation => operation.Syntax == node && IsAsyncVoid(operation)) is { } function
            && !IsDeferred(function, types)
            && GetBlock(function) is { } body
            && SessionCapture.GetEndOfFirstAwait(body) is var end
                ? SessionCapture.FindUses(body, code, types).FirstOrDefault(use => use.Operation.Syntax.SpanStart > end).Operation
                : null;

    private static bool IsAsyncVoid(SyntaxTokenList modifiers, TypeSyntax returnType)
        => modifiers.Any(SyntaxKind.AsyncKeyword)
            && returnType is PredefinedTypeSyntax type
            && type.Keyword.IsKind(SyntaxKind.VoidKeyword);

    private static bool IsAsyncVoid(IOperation operation)
        => operation switch
        {
            IMethodBodyOperation or ILocalFunctionOperation => true,
            IAnonymousFunctionOperation { Symbol: { IsAsync: true, ReturnsVoid: true } } => true,
            _ => false,
        };

    // The parameters of a method are declared outside its block; those of a lambda hold sessions that the caller passes.
    private static IOperation? GetBlock(IOperation function)
        => function switch
        {
            IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
            ILocalFunctionOperation local => local.Body ?? local.IgnoredBody,
            _ => function,
        };

    // Reported as an argument of the call that defers it.
    private static bool IsDeferred(IOperation lambda, SessionTypes types)
    {
        var value = lambda;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IArgumentOperation)
        {
            value = value.Parent;
        }

        return value.Parent is { } call && DeferredCode.GetKind(call, types) is DeferredCodeKind.Pool or DeferredCodeKind.Task;
    }
}
