using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.Generator.Diagnostics.Access;

/// <summary>Determines whether a <c>context.Session</c> is the first use of the session in a method body and loads it.</summary>
internal static class FirstSessionUse
{
    public static bool IsFirstUse(SyntaxNode body, NodeContext context)
        => context.Node is MemberAccessExpressionSyntax session
            && LoadsSession(session, body, context)
            && IsRequestSession(context)
            && !IsLoadedBefore(session, body, context)
            && !(body is MethodDeclarationSyntax action
                && SessionMembers.FindFirstUse(action, context) is { } other
                && other.SpanStart < session.SpanStart);

    /// <summary>Returns whether code before a use may load the session.</summary>
    public static bool IsLoadedBefore(SyntaxNode use, SyntaxNode body, NodeContext context)
        => body.DescendantNodes()
            .TakeWhile(node => node.SpanStart < use.SpanStart || node.Contains(use))
            .Any(node => !node.Contains(use) && MayLoad(node, context));

    /// <summary>Returns whether a member of the session loads it.</summary>
    public static bool IsLoadingMember(string name) => name is not ("LoadAsync" or "CommitAsync" or "IsAvailable" or "IsAccessed");

    private static bool LoadsSession(MemberAccessExpressionSyntax session, SyntaxNode body, NodeContext context)
        => session.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax variable }
            ? FindFirstUse(variable, body) is { } use
                && IsLoadingUse(use)
                && !body.DescendantNodes().Any(node => node.SpanStart > variable.Span.End
                    && node.SpanStart < use.SpanStart
                    && MayLoad(node, context))
            : IsLoadingUse(session);

    // var session = context.Session;
    private static IdentifierNameSyntax? FindFirstUse(VariableDeclaratorSyntax variable, SyntaxNode body)
        => body.DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(
            name => name.SpanStart > variable.Span.End && name.Identifier.ValueText == variable.Identifier.ValueText);

    private static bool IsLoadingUse(ExpressionSyntax session)
        => session.Parent is MemberAccessExpressionSyntax member
            && member.Expression == session
            && IsLoadingMember(member.Name.Identifier.ValueText);

    private static bool IsRequestSession(NodeContext context)
        => context.SemanticModel.GetOperation(context.Node, context.CancellationToken)
                is IPropertyReferenceOperation { Property: { Name: "Session" } property }
            && property.ContainingType.Is("Microsoft.AspNetCore.Http", "HttpContext");

    // An earlier use or load, a call that receives the context, or a sign-in or sign-out, which loads the session itself.
    private static bool MayLoad(SyntaxNode node, NodeContext context)
        => node switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Session" or "LoadAsync" } => true,
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } => IsSignInMethod(call.Name.Identifier.ValueText)
                || IsContext(call.Expression, context),
            ArgumentSyntax argument => IsContext(argument.Expression, context),
            _ => false,
        };

    private static bool IsSignInMethod(string method)
        => method.Contains("SignIn") || method.Contains("SignOut") || method.Contains("Authenticate");

    private static bool IsContext(ExpressionSyntax expression, NodeContext context)
        => context.SemanticModel.GetTypeInfo(expression, context.CancellationToken).Type is { } type
            && (type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpContext")
                || type.IsOrDerivesFrom("Microsoft.AspNetCore.Http", "HttpRequest"));
}
