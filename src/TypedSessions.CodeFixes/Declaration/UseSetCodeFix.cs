using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Replaces <c>init</c> by <c>set</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseSetCodeFix)), Shared]
public sealed class UseSetCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.InitAccessor];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<AccessorDeclarationSyntax>() is { RawKind: (int)SyntaxKind.InitAccessorDeclaration } accessor)
        {
            yield return context.CreateFix(
                "Replace 'init' by 'set'",
                nameof(UseSetCodeFix),
                editor => editor.ReplaceNode(accessor, static (current, _) => CreateSetter((AccessorDeclarationSyntax)current)));
        }
    }

    private static AccessorDeclarationSyntax CreateSetter(AccessorDeclarationSyntax init)
        => SyntaxFactory.AccessorDeclaration(
            SyntaxKind.SetAccessorDeclaration,
            init.AttributeLists,
            init.Modifiers,
            SyntaxFactory.Token(SyntaxKind.SetKeyword).WithTriviaFrom(init.Keyword),
            init.Body,
            init.ExpressionBody,
            init.SemicolonToken);
}
