using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Access;

/// <summary>Awaits the session before the endpoint first uses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LoadSessionCodeFix)), Shared]
public sealed class LoadSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.SynchronousLoad];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<MemberAccessExpressionSyntax>() is { Expression: { } context } && Statement(place.Node) is { } statement)
        {
            var load = SyntaxFactory.ParseStatement(
                $"await {context.WithoutTrivia()}.Session.LoadAsync({context.WithoutTrivia()}.RequestAborted);")
                .WithTrailingTrivia(SyntaxFactory.ElasticEndOfLine("\n"))
                .WithAdditionalAnnotations(Formatter.Annotation);
            yield return place.Fix("Load the session first", nameof(LoadSessionCodeFix), editor => editor.InsertBefore(statement, load));
        }
    }

    // The statement of the endpoint's own block, so that every branch finds the session loaded.
    private static StatementSyntax? Statement(SyntaxNode session)
        => session.Ancestors().TakeWhile(static node => node is not AnonymousFunctionExpressionSyntax and not MemberDeclarationSyntax)
            .OfType<StatementSyntax>()
            .LastOrDefault(static statement
                => statement.Parent is BlockSyntax { Parent: AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax });
}
