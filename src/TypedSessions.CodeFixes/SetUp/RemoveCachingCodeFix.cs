using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes <c>CacheOutput()</c>, <c>[OutputCache]</c> or <c>[ResponseCache]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCachingCodeFix)), Shared]
public sealed class RemoveCachingCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.CachedSession];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
        => place.Find<AttributeSyntax>() is { Parent: AttributeListSyntax { Parent: MemberDeclarationSyntax } } attribute
            ? [place.Fix($"Remove '[{attribute.Name}]'", nameof(RemoveCachingCodeFix), editor => Remove(editor, attribute))]
            : CallRemoval.FixesFor(place, nameof(RemoveCachingCodeFix));

    private static void Remove(DocumentEditor editor, AttributeSyntax attribute)
    {
        var list = (AttributeListSyntax)attribute.Parent!;
        if (list.Attributes.Count > 1)
        {
            editor.RemoveNode(attribute);
            return;
        }

        editor.TrackNode(list);
        editor.ReplaceNode(list.Parent!, (current, _) => Without(current, current.GetCurrentNode(list)!));
    }

    // What stood before the attribute stands before what follows it.
    private static SyntaxNode Without(SyntaxNode member, AttributeListSyntax list)
        => member.RemoveNode(list, SyntaxRemoveOptions.KeepUnbalancedDirectives)!.WithLeadingTrivia(member.GetLeadingTrivia());
}
