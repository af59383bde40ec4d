using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Access;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Sets the merge mode of a counter to <c>SessionMerge.Sum</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSumCodeFix)), Shared]
public sealed class UseSumCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.CounterWithoutSum];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (FindTarget(context) is { } target
            && context.Model.GetSymbolInfo(target, context.CancellationToken).Symbol is IPropertySymbol property
            && SessionAttributes.FindPropertyAttribute(property)?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken)
                is AttributeSyntax attribute)
        {
            yield return context.CreateFix(
                $"Add up concurrent changes of '{property.Name}'",
                nameof(UseSumCodeFix),
                [attribute],
                (editor, node) => editor.ReplaceNode(node, (current, _) => SessionAttributeSyntax.WithArgument(
                    (AttributeSyntax)current, KnownNames.Merge, CreateMode((AttributeSyntax)node))));
        }
    }

    private static ExpressionSyntax? FindTarget(FixContext context)
        => context.Find<ExpressionSyntax>() is var counting
            && counting is AssignmentExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax
            ? CounterWithoutSumAnalyzer.GetTarget(counting)
            : null;

    // Qualified as the attribute is.
    private static ExpressionSyntax CreateMode(AttributeSyntax attribute)
        => SyntaxFactory.ParseExpression($"{SessionAttributeSyntax.CreateSiblingName(attribute.Name, "SessionMerge")}.Sum");
}
