using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Decides whether a <c>context.Session</c> is the first that a body has to do with its session, and makes it load.</summary>
internal static class FirstUse
{
    public static bool In(SyntaxNode body, SyntaxNodeAnalysisContext context)
        => Loads((MemberAccessExpressionSyntax)context.Node)
            && IsSessionOfRequest(context)
            && !body.DescendantNodes()
                .TakeWhile(node => node.SpanStart < context.Node.SpanStart || node.Contains(context.Node))
                .Any(node => MayLoad(node, context));

    // context.Session.Something, but for what does not load.
    private static bool Loads(MemberAccessExpressionSyntax session)
        => session.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: not ("LoadAsync" or "CommitAsync" or "IsAvailable" or "IsAccessed"),
        } member
            && member.Expression == session;

    private static bool IsSessionOfRequest(SyntaxNodeAnalysisContext context)
        => context.SemanticModel.GetOperation(context.Node, context.CancellationToken)
                is IPropertyReferenceOperation { Property: { Name: "Session" } property }
            && property.ContainingType.Is("Microsoft.AspNetCore.Http", "HttpContext");

    // An earlier use, a load, a method that gets at the context, or a sign-in or
    // sign-out, which has something to do with the session itself.
    private static bool MayLoad(SyntaxNode node, SyntaxNodeAnalysisContext context)
        => !node.Contains(context.Node) && node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" or "LoadAsync" } => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => IsAboutSigningIn(call.Name.Identifier.ValueText)
                || IsContext(call.Expression, context),
            ArgumentSyntax argument => IsContext(argument.Expression, context),
            _ => false,
        };

    private static bool IsAboutSigningIn(string method)
        => method.Contains("SignIn") || method.Contains("SignOut") || method.Contains("Authenticate");

    private static bool IsContext(ExpressionSyntax expression, SyntaxNodeAnalysisContext context)
        => context.SemanticModel.GetTypeInfo(expression, context.CancellationToken).Type is { } type
            && (type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpContext")
                || type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpRequest"));
}
