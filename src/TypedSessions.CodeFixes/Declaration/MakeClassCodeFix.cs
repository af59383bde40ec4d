using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Converts a record to a class, in all of its parts. Not offered for records with positional properties, which would be lost.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeClassCodeFix)), Shared]
public sealed class MakeClassCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.RecordModel];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<RecordDeclarationSyntax>() is { } model
            && context.GetParts(model) is var parts
            && !parts.Any(HasPositionalProperties))
        {
            yield return context.CreateFix(
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
