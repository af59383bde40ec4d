using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Makes a class of a record, in all of its parts. Positional properties would be lost, so a record that has some is left alone.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeClassCodeFix)), Shared]
public sealed class MakeClassCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RecordModel];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<RecordDeclarationSyntax>() is { } model && place.GetParts(model) is var parts && !parts.Any(HasPositionalProperties))
        {
            yield return place.Fix(
                $"Make '{model.Identifier.ValueText}' a class",
                nameof(MakeClassCodeFix),
                parts,
                static (editor, part) => editor.ReplaceNode(
                    part, static (current, _) => current is RecordDeclarationSyntax record ? ToClass(record) : current));
        }
    }

    private static bool HasPositionalProperties(SyntaxNode part) => part is RecordDeclarationSyntax { ParameterList.Parameters.Count: > 0 };

    private static ClassDeclarationSyntax ToClass(RecordDeclarationSyntax record)
        => SyntaxFactory.ClassDeclaration(
            record.AttributeLists,
            record.Modifiers,
            SyntaxFactory.Token(SyntaxKind.ClassKeyword).WithTriviaFrom(record.Keyword),
            record.Identifier,
            record.TypeParameterList,
            record.ParameterList,
            record.BaseList,
            record.ConstraintClauses,
            record.OpenBraceToken,
            record.Members,
            record.CloseBraceToken,
            record.SemicolonToken);
}
