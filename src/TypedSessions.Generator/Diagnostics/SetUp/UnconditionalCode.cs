using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TypedSessions.Generator.Diagnostics.SetUp;

/// <summary>Determines whether code runs each time its body runs.</summary>
internal static class UnconditionalCode
{
    /// <summary>Returns whether code runs each time the enclosing body does: no condition, no loop and no exit before it.</summary>
    public static bool IsAlwaysReached(SyntaxNode node, SyntaxNode body)
    {
        for (var child = node; child != body; child = child.Parent)
        {
            if (child.Parent is not { } parent || IsConditional(child, parent) || MayExitBefore(child, parent))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether code is compiled conditionally: <c>#if DEBUG</c>.</summary>
    public static bool IsConditionallyCompiled(SyntaxNode node, CancellationToken cancellationToken)
    {
        var depth = 0;
        for (var directive = ((CSharpSyntaxNode)node.SyntaxTree.GetRoot(cancellationToken)).GetFirstDirective();
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
    private static bool MayExitBefore(SyntaxNode child, SyntaxNode parent)
        => child is StatementSyntax or GlobalStatementSyntax
            && parent is BlockSyntax or SwitchSectionSyntax or CompilationUnitSyntax
            && parent.ChildNodes().TakeWhile(sibling => sibling != child).Any(static sibling => sibling
                .DescendantNodes(static node => node
                            is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                            and not (MemberDeclarationSyntax and not GlobalStatementSyntax))
                        .Any(static node => node is ReturnStatementSyntax or ThrowStatementSyntax or GotoStatementSyntax
                            or ContinueStatementSyntax or BreakStatementSyntax));
}
