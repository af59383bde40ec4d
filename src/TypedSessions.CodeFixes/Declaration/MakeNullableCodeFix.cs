using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Adds a <c>?</c> to the type of a property: <see langword="null"/> means that it is not in the session.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeNullableCodeFix)), Shared]
public sealed class MakeNullableCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NoDefault];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is { Type: not (NullableTypeSyntax or RefTypeSyntax) } property)
        {
            yield return place.Fix(
                $"Make '{property.Identifier.ValueText}' nullable",
                nameof(MakeNullableCodeFix),
                editor => editor.ReplaceNode(
                    property.Type,
                    static (current, _) => SyntaxFactory.NullableType((TypeSyntax)current.WithoutTrivia()).WithTriviaFrom(current)));
        }
    }
}
