using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Enumerates a copy of the keys, so that the session can change during the loop.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnumerateCopyCodeFix)), Shared]
public sealed class EnumerateCopyCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.KeysChangedWhileEnumerated];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<ForEachStatementSyntax>() is { } loop)
        {
            yield return context.CreateFix(
                "Enumerate a copy of the keys",
                nameof(EnumerateCopyCodeFix),
                editor => editor.ReplaceNode(loop.Expression, (keys, _) => GetCopy((ExpressionSyntax)keys, context)));
        }
    }

    // Without LINQ in scope the fix creates a list.
    private static ExpressionSyntax GetCopy(ExpressionSyntax keys, FixContext context)
        => HasLinq(context)
            ? SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, keys.WithoutTrivia(), SyntaxFactory.IdentifierName("ToArray")))
                .WithTriviaFrom(keys)
            : SyntaxFactory.ParseExpression($"new System.Collections.Generic.List<string>({keys.WithoutTrivia()})").WithTriviaFrom(keys);

    private static bool HasLinq(FixContext context)
    {
        var loop = context.Find<ForEachStatementSyntax>()!;
        var keys = context.Model.GetTypeInfo(loop.Expression, context.CancellationToken).Type as INamespaceOrTypeSymbol;
        return keys is not null
            && !context.Model.LookupSymbols(context.Node.SpanStart, keys, "ToArray", includeReducedExtensionMethods: true).IsEmpty;
    }
}
