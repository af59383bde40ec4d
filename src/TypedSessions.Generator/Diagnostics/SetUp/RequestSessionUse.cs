using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Finds uses of the request's session: <c>HttpContext.Session</c>, models, and models resolved from the services.</summary>
internal static class RequestSessionUse
{
    private const string Http = "Microsoft.AspNetCore.Http";

    /// <summary>Returns whether a type is a session or a model.</summary>
    public static bool IsSession(ITypeSymbol type)
        => type.Is(Http, "ISession")
            || type.Is(KnownNames.Namespace, "ITypedSession")
            || (type.TypeKind == TypeKind.Class && SessionAttributes.IsModel(type));

    public static bool IsContext(ITypeSymbol type) => type.Is(Http, "HttpContext");

    /// <summary>Returns whether an operation uses the session.</summary>
    public static bool IsUse(IOperation operation)
        => operation switch
        {
            IPropertyReferenceOperation { Property: { Name: "Session" } property } reference
                => IsContext(property.ContainingType) && !IsTarget(reference),
            IInvocationOperation { TargetMethod: { Name: "GetRequiredService", TypeArguments.Length: 1 } method }
                => IsSession(method.TypeArguments[0]),
            _ => false,
        };

    /// <summary>
    /// Returns whether a method uses the session before calling the next middleware; <see langword="false"/> without source.
    /// </summary>
    public static bool IsUsedIn(IMethodSymbol method, CancellationToken cancellationToken)
        => GetBody(method, cancellationToken) is { } body
            && (FindFirst(body, GetNames(method)) ?? FindHelperCall(method, body, cancellationToken)) is { } use
            && !IsAfterNext(body, use.SpanStart);

    /// <summary>Returns whether a method uses the session each time it is called.</summary>
    /// <param name="method">The method.</param>
    /// <param name="names">The variables that hold the session or the request's context.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public static bool IsAlwaysUsedIn(IMethodSymbol method, SessionNames names, CancellationToken cancellationToken)
        => GetBody(method, cancellationToken) is { } body && FindAll(body, names).Any(use => UnconditionalCode.IsAlwaysReached(use, body));

    /// <summary>Returns the names of the parameters that hold the session or the request's context.</summary>
    public static SessionNames GetNames(IMethodSymbol method) => SessionNames.FromParameters(method.Parameters);

    /// <summary>Returns whether the rest of the pipeline has run before a position, judged by names: <c>await next(context)</c>.</summary>
    public static bool IsAfterNext(SyntaxNode body, int position)
        => body.DescendantTokens().TakeWhile(token => token.SpanStart < position).Any(static token
            => token.IsKind(SyntaxKind.IdentifierToken)
                && token.Parent is not ParameterSyntax
                && (token.ValueText.IndexOf("next", StringComparison.OrdinalIgnoreCase) >= 0 || token.ValueText is "ISessionFeature"));

    /// <summary>Returns the uses in a body, in source order.</summary>
    public static IEnumerable<SyntaxNode> FindAll(SyntaxNode body, SessionNames names)
        => body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Where(node => IsUse(node, names));

    private static SyntaxNode? FindFirst(SyntaxNode body, SessionNames names) => FindAll(body, names).FirstOrDefault();

    // A call of a method of the same class that receives the context and uses its session.
    private static SyntaxNode? FindHelperCall(IMethodSymbol method, SyntaxNode body, CancellationToken cancellationToken)
    {
        var names = GetNames(method);
        return body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<InvocationExpressionSyntax>()
            .FirstOrDefault(call => call.Expression is IdentifierNameSyntax name
                && call.ArgumentList.Arguments.Any(argument => IsContext(argument.Expression, names))
                && method.ContainingType.GetMembers(name.Identifier.ValueText).FirstOrDefault() is IMethodSymbol helper
                && GetBody(helper, cancellationToken) is { } inner
                && FindFirst(inner, GetNames(helper)) is { } use
                && !IsAfterNext(inner, use.SpanStart));
    }

    private static SyntaxNode? GetBody(IMethodSymbol method, CancellationToken cancellationToken)
        => method.DeclaringSyntaxReferences.Length == 0 ? null : method.DeclaringSyntaxReferences[0].GetSyntax(cancellationToken) switch
        {
            BaseMethodDeclarationSyntax declaration => (SyntaxNode?)declaration.Body ?? declaration.ExpressionBody,
            LocalFunctionStatementSyntax function => (SyntaxNode?)function.Body ?? function.ExpressionBody,
            AnonymousFunctionExpressionSyntax lambda => lambda.Body,
            _ => null,
        };

    private static bool IsUse(SyntaxNode node, SessionNames names)
        => node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" } access
                => IsContext(access.Expression, names) && access.Parent is not AssignmentExpressionSyntax,
            IdentifierNameSyntax { Identifier.ValueText: var name } identifier => names.Sessions.Contains(name) && IsVariable(identifier),
            _ => false,
        };

    private static bool IsContext(ExpressionSyntax expression, SessionNames names)
        => expression switch
        {
            IdentifierNameSyntax identifier => names.Contexts.Contains(identifier.Identifier.ValueText),
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => names.Contexts.Contains(
                access.Name.Identifier.ValueText),
            _ => false,
        };

    // Excludes member names, argument names and nameof(...).
    private static bool IsVariable(IdentifierNameSyntax identifier)
        => identifier.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression == identifier || access.Expression is ThisExpressionSyntax,
            NameColonSyntax or NameEqualsSyntax or QualifiedNameSyntax => false,
            ArgumentSyntax
            {
                Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } },
            } => false,
            _ => true,
        };

    private static bool IsTarget(IOperation reference)
        => reference.Parent is IAssignmentOperation assignment && assignment.Target == reference;
}
