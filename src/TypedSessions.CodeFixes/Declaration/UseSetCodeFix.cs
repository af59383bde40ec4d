using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Writes <c>set</c> in place of <c>init</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSetCodeFix)), Shared]
public sealed class UseSetCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InitAccessor];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<AccessorDeclarationSyntax>() is { RawKind: (int)SyntaxKind.InitAccessorDeclaration } accessor)
        {
            yield return place.Fix(
                "Write 'set' in place of 'init'",
                nameof(UseSetCodeFix),
                editor => editor.ReplaceNode(accessor, static (current, _) => Setter((AccessorDeclarationSyntax)current)));
        }
    }

    private static AccessorDeclarationSyntax Setter(AccessorDeclarationSyntax init)
        => SyntaxFactory.AccessorDeclaration(
            SyntaxKind.SetAccessorDeclaration,
            init.AttributeLists,
            init.Modifiers,
            SyntaxFactory.Token(SyntaxKind.SetKeyword).WithTriviaFrom(init.Keyword),
            init.Body,
            init.ExpressionBody,
            init.SemicolonToken);
}
