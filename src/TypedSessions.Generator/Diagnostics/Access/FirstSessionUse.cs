using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Determines whether a <c>context.Session</c> is the first use of the session in a method body and loads it.</summary>
internal static class FirstSessionUse
{
    public static bool IsFirstUse(SyntaxNode body, SyntaxNodeAnalysisContext context)
        => IsLoadingMember((MemberAccessExpressionSyntax)context.Node)
            && IsRequestSession(context)
            && !body.DescendantNodes()
                .TakeWhile(node => node.SpanStart < context.Node.SpanStart || node.Contains(context.Node))
                .Any(node => MayLoad(node, context));

    // A member of the session that loads it.
    private static bool IsLoadingMember(MemberAccessExpressionSyntax session)
        => session.Parent is MemberAccessExpressionSyntax
        {
            Name.Identifier.ValueText: not ("LoadAsync" or "CommitAsync" or "IsAvailable" or "IsAccessed"),
        } member
            && member.Expression == session;

    private static bool IsRequestSession(SyntaxNodeAnalysisContext context)
        => context.SemanticModel.GetOperation(context.Node, context.CancellationToken)
                is IPropertyReferenceOperation { Property: { Name: "Session" } property }
            && property.ContainingType.Is("Microsoft.AspNetCore.Http", "HttpContext");

    // An earlier use or load, a call that receives the context, or a sign-in or sign-out, which loads the session itself.
    private static bool MayLoad(SyntaxNode node, SyntaxNodeAnalysisContext context)
        => !node.Contains(context.Node) && node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" or "LoadAsync" } => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => IsSignInMethod(call.Name.Identifier.ValueText)
                || IsContext(call.Expression, context),
            ArgumentSyntax argument => IsContext(argument.Expression, context),
            _ => false,
        };

    private static bool IsSignInMethod(string method)
        => method.Contains("SignIn") || method.Contains("SignOut") || method.Contains("Authenticate");

    private static bool IsContext(ExpressionSyntax expression, SyntaxNodeAnalysisContext context)
        => context.SemanticModel.GetTypeInfo(expression, context.CancellationToken).Type is { } type
            && (type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpContext")
                || type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpRequest"));
}
