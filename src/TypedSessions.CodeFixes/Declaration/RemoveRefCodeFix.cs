using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Lets a property return its value in place of a reference.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveRefCodeFix)), Shared]
public sealed class RemoveRefCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ReferenceProperty];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<PropertyDeclarationSyntax>() is { Type: RefTypeSyntax type } property && PartialProperty.CanBeMade(property))
        {
            yield return place.Fix(
                "Remove 'ref'",
                nameof(RemoveRefCodeFix),
                editor => editor.ReplaceNode(type, static (current, _) => ((RefTypeSyntax)current).Type.WithTriviaFrom(current)));
        }
    }
}
