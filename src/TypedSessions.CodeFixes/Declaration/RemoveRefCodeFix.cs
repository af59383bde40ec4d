using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Makes a property return its value instead of a reference.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveRefCodeFix)), Shared]
public sealed class RemoveRefCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ReferenceProperty];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<PropertyDeclarationSyntax>() is { Type: RefTypeSyntax type } property && PartialProperty.CanConvert(property))
        {
            yield return context.CreateFix(
                "Remove 'ref'",
                nameof(RemoveRefCodeFix),
                editor => editor.ReplaceNode(type, static (current, _) => ((RefTypeSyntax)current).Type.WithTriviaFrom(current)));
        }
    }
}
