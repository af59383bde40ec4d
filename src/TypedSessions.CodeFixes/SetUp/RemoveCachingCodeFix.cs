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

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
        => context.Find<AttributeSyntax>() is { Parent: AttributeListSyntax { Parent: MemberDeclarationSyntax } } attribute
            ? [context.CreateFix($"Remove '[{attribute.Name}]'", nameof(RemoveCachingCodeFix), editor => Remove(editor, attribute))]
            : CallRemoval.GetFixes(context, nameof(RemoveCachingCodeFix));

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

    // Keeps the trivia before the attribute.
    private static SyntaxNode Without(SyntaxNode member, AttributeListSyntax list)
        => member.RemoveNode(list, SyntaxRemoveOptions.KeepUnbalancedDirectives)!.WithLeadingTrivia(member.GetLeadingTrivia());
}
