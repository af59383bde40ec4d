using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Tells what happens whenever a body runs from what depends on a condition.</summary>
internal static class Certainty
{
    /// <summary>Whether code is executed each time the body around it is: no condition, no loop, and no way out before it.</summary>
    public static bool IsAlwaysReached(SyntaxNode node, SyntaxNode body)
    {
        for (var child = node; child != body; child = child.Parent)
        {
            if (child.Parent is not { } parent || IsConditional(child, parent) || MayLeaveBefore(child, parent))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether code is compiled under a condition: <c>#if DEBUG</c>.</summary>
    public static bool IsConditionallyCompiled(SyntaxNode node, CancellationToken cancellation)
    {
        var depth = 0;
        for (var directive = ((CSharpSyntaxNode)node.SyntaxTree.GetRoot(cancellation)).GetFirstDirective();
            directive is not null && directive.SpanStart < node.SpanStart;
            directive = directive.GetNextDirective())
        {
            depth += directive.Kind() switch
            {
                SyntaxKind.IfDirectiveTrivia => 1,
                SyntaxKind.EndIfDirectiveTrivia => -1,
                _ => 0,
            };
        }

        return depth > 0;
    }

    private static bool IsConditional(SyntaxNode child, SyntaxNode parent)
        => parent switch
        {
            IfStatementSyntax statement => child != statement.Condition,
            ConditionalExpressionSyntax conditional => child != conditional.Condition,
            SwitchExpressionSyntax or SwitchStatementSyntax => child is SwitchSectionSyntax or SwitchExpressionArmSyntax,
            BinaryExpressionSyntax binary => child == binary.Right && IsShortCircuit(binary.Kind()),
            AssignmentExpressionSyntax assignment => child == assignment.Right
                && assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
            ConditionalAccessExpressionSyntax access => child == access.WhenNotNull,
            ForStatementSyntax or ForEachStatementSyntax or ForEachVariableStatementSyntax or WhileStatementSyntax
                => child is StatementSyntax,
            CatchClauseSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax => true,
            _ => false,
        };

    private static bool IsShortCircuit(SyntaxKind kind)
        => kind is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression;

    // 'if (!env.IsDevelopment()) { return; }' before it.
    private static bool MayLeaveBefore(SyntaxNode child, SyntaxNode parent)
        => child is StatementSyntax or GlobalStatementSyntax
            && parent is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax
            && parent.ChildNodes().TakeWhile(sibling => sibling != child).Any(static sibling => sibling
                .DescendantNodes(static node => node
                            is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                            and not (MemberDeclarationSyntax and not GlobalStatementSyntax))
                        .Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
                            or ContinueStatementSyntax or BreakStatementSyntax));
}
