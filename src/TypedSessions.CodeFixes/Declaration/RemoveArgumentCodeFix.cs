using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>Removes the invalid argument from the attribute.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgumentCodeFix)), Shared]
public sealed class RemoveArgumentCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [DiagnosticIds.DefaultDoesNotFit, DiagnosticIds.NotAJsonContext, DiagnosticIds.CodecDoesNotFit, DiagnosticIds.MergeDoesNotFit];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Find<AttributeArgumentSyntax>()
            is { NameEquals.Name.Identifier.ValueText: var name, Parent.Parent: AttributeSyntax attribute })
        {
            yield return context.CreateFix(
                $"Remove '{name}'",
                nameof(RemoveArgumentCodeFix),
                editor => editor.ReplaceNode(
                    attribute, (current, _) => SessionAttributeSyntax.WithoutArgument((AttributeSyntax)current, name)));
        }
    }
}
