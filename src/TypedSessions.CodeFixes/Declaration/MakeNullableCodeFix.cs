using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Makes the type of a property nullable: <see langword="null"/> means that the key is absent.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeNullableCodeFix)), Shared]
public sealed class MakeNullableCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoDefault];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is { Type: not (NullableTypeSyntax or RefTypeSyntax) } property)
        {
            yield return context.CreateFix(
                $"Make '{property.Identifier.ValueText}' nullable",
                nameof(MakeNullableCodeFix),
                editor => editor.ReplaceNode(
                    property.Type,
                    static (current, _) => SyntaxFactory.NullableType((TypeSyntax)current.WithoutTrivia()).WithTriviaFrom(current)));
        }
    }
}
