using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds <c>get;</c> before <c>set;</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddGetterCodeFix)), Shared]
public sealed class AddGetterCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoGetter];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is { AccessorList: { Accessors.Count: 1 } accessors }
            && accessors.Accessors[0] is { Body: null, ExpressionBody: null } setter)
        {
            var getter = SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration)
                .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken))
                .WithTriviaFrom(setter);
            yield return context.CreateFix(
                "Add 'get;'",
                nameof(AddGetterCodeFix),
                editor => editor.InsertBefore(setter, getter));
        }
    }
}
