using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes a call that is reported at its name: from a chain, or with the line that is nothing else.</summary>
internal static class CallRemoval
{
    public static IEnumerable<Fix> FixesFor(FixPlace place, string equivalenceKey)
    {
        if (place.Node is not SimpleNameSyntax name
            || name.Parent is not MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access)
        {
            yield break;
        }

        var title = $"Remove '{name}()'";
        if (call.Parent is not ExpressionStatementSyntax || access.Expression is InvocationExpressionSyntax)
        {
            yield return place.Fix(title, equivalenceKey, editor => editor.ReplaceNode(call, static (current, _) => Receiver(current)));
        }
        else if (Lines.Find(call) is { } line)
        {
            yield return place.Fix(title, equivalenceKey, editor => editor.RemoveNode(line, SyntaxRemoveOptions.KeepUnbalancedDirectives));
        }
    }

    private static SyntaxNode Receiver(SyntaxNode call)
        => ((MemberAccessExpressionSyntax)((InvocationExpressionSyntax)call).Expression).Expression
            .WithTrailingTrivia(call.GetTrailingTrivia());
}
