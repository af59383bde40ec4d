using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.SetUp;

/// <summary>Removes <c>[OutputCache]</c> or <c>[ResponseCache]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveCacheAttributeCodeFix)), Shared]
public sealed class RemoveCacheAttributeCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.CachedSession];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<AttributeSyntax>() is { Parent: AttributeListSyntax { Parent: MemberDeclarationSyntax member } list } attribute)
        {
            yield return place.Fix(
                $"Remove '[{attribute.Name}]'",
                nameof(RemoveCacheAttributeCodeFix),
                editor =>
                {
                    if (list.Attributes.Count > 1)
                    {
                        editor.RemoveNode(attribute);
                        return;
                    }

                    editor.TrackNode(list);
                    editor.ReplaceNode(member, (current, _) => Without((MemberDeclarationSyntax)current, current.GetCurrentNode(list)!));
                });
        }
    }

    // What stood before the attribute stands before what follows it.
    private static MemberDeclarationSyntax Without(MemberDeclarationSyntax member, AttributeListSyntax list)
        => member.RemoveNode(list, SyntaxRemoveOptions.KeepUnbalancedDirectives)!.WithLeadingTrivia(member.GetLeadingTrivia());
}
