using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>
/// Finds where code uses the session of its request: by <c>HttpContext.Session</c>, by a model, or by asking the services for one.
/// </summary>
internal static class RequestSession
{
    private const string Http = "Microsoft.AspNetCore.Http";

    /// <summary>Whether a type is <c>ISession</c> or a model.</summary>
    public static bool IsSession(ITypeSymbol type)
        => type.Is(Http, "ISession")
            || type.Is(KnownNames.Namespace, "ITypedSession")
            || (type.TypeKind == TypeKind.Class && SessionAttributes.IsModel(type));

    public static bool IsContext(ITypeSymbol type) => type.Is(Http, "HttpContext");

    /// <summary>Whether an operation is itself a use of the session.</summary>
    public static bool Is(IOperation operation)
        => operation switch
        {
            IPropertyReferenceOperation { Property: { Name: "Session" } property } reference
                => IsContext(property.ContainingType) && !IsTarget(reference),
            IInvocationOperation { TargetMethod: { Name: "GetRequiredService", TypeArguments.Length: 1 } method }
                => IsSession(method.TypeArguments[0]),
            _ => false,
        };

    /// <summary>The first use in a method that runs for each request; nothing when the method is not in the source.</summary>
    public static bool IsIn(IMethodSymbol method, CancellationToken cancellation)
        => Body(method, cancellation) is { } body && First(body, Names(method)) is { } use && !ComesAfterNext(body, use.SpanStart);

    /// <summary>Whether a method uses the session each time it is called.</summary>
    /// <param name="method">The method.</param>
    /// <param name="names">The variables that hold the session, and those that hold the request's context.</param>
    /// <param name="cancellation">Cancels.</param>
    public static bool IsAlwaysIn(IMethodSymbol method, SessionNames names, CancellationToken cancellation)
        => Body(method, cancellation) is { } body && All(body, names).Any(use => Certainty.IsAlwaysReached(use, body));

    /// <summary>What the parameters of a method are called that hold the session or the request's context.</summary>
    public static SessionNames Names(IMethodSymbol method) => SessionNames.Create(method.Parameters);

    /// <summary>Whether the rest of the pipeline has run already, as far as names tell: <c>await next(context)</c>.</summary>
    public static bool ComesAfterNext(SyntaxNode body, int position)
        => body.DescendantTokens().TakeWhile(token => token.SpanStart < position).Any(static token
            => token.IsKind(SyntaxKind.IdentifierToken)
                && token.Parent is not ParameterSyntax
                && (token.ValueText.IndexOf("next", StringComparison.OrdinalIgnoreCase) >= 0 || token.ValueText is "ISessionFeature"));

    /// <summary>The uses in a piece of syntax, in its order.</summary>
    public static IEnumerable<SyntaxNode> All(SyntaxNode body, SessionNames names)
        => body.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Where(node => IsUse(node, names));

    private static SyntaxNode? First(SyntaxNode body, SessionNames names) => All(body, names).FirstOrDefault();

    private static SyntaxNode? Body(IMethodSymbol method, CancellationToken cancellation)
        => method.DeclaringSyntaxReferences.Length == 0 ? null : method.DeclaringSyntaxReferences[0].GetSyntax(cancellation) switch
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

    // Not the name behind a dot or before a colon, and not in nameof(...).
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
