using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Enumerates a copy of the keys, so that the session can change meanwhile.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(EnumerateCopyCodeFix)), Shared]
public sealed class EnumerateCopyCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.KeysChangedWhileEnumerated];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<ForEachStatementSyntax>() is { } loop)
        {
            yield return place.Fix(
                "Enumerate a copy of the keys",
                nameof(EnumerateCopyCodeFix),
                editor => editor.ReplaceNode(loop.Expression, (keys, _) => GetCopy((ExpressionSyntax)keys, place)));
        }
    }

    // Without LINQ in scope the language makes the copy.
    private static ExpressionSyntax GetCopy(ExpressionSyntax keys, FixPlace place)
        => HasLinq(place)
            ? SyntaxFactory.InvocationExpression(
                SyntaxFactory.MemberAccessExpression(
                    SyntaxKind.SimpleMemberAccessExpression, keys.WithoutTrivia(), SyntaxFactory.IdentifierName("ToArray")))
                .WithTriviaFrom(keys)
            : SyntaxFactory.ParseExpression($"new System.Collections.Generic.List<string>({keys.WithoutTrivia()})").WithTriviaFrom(keys);

    private static bool HasLinq(FixPlace place)
    {
        var loop = place.Find<ForEachStatementSyntax>()!;
        var keys = place.Model.GetTypeInfo(loop.Expression, place.Cancellation).Type as INamespaceOrTypeSymbol;
        return keys is not null
            && !place.Model.LookupSymbols(place.Node.SpanStart, keys, "ToArray", includeReducedExtensionMethods: true).IsEmpty;
    }
}
