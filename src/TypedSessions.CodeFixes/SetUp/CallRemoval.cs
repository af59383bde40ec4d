using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes a reported call from its chain, or with its statement.</summary>
internal static class CallRemoval
{
    public static IEnumerable<Fix> GetFixes(FixContext context, string equivalenceKey)
    {
        if (context.Node is not SimpleNameSyntax name
            || name.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access)
        {
            yield break;
        }

        var title = $"Remove '{name}()'";
        if (call.Parent is not ExpressionStatementSyntax || access.Expression is InvocationExpressionSyntax)
        {
            yield return context.CreateFix(
                title, equivalenceKey, editor => editor.ReplaceNode(call, static (current, _) => GetReceiver(current)));
        }
        else if (Lines.Find(call) is { } line)
        {
            yield return context.CreateFix(
                title, equivalenceKey, editor => editor.RemoveNode(line, SyntaxRemoveOptions.KeepUnbalancedDirectives));
        }
    }

    private static SyntaxNode GetReceiver(SyntaxNode call)
        => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression
            .WithTrailingTrivia(call.GetTrailingTrivia());
}
