using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Makes a <c>DateTimeOffset</c> of a <c>DateTime</c>. What is assigned converts by itself; what is read is the user's to look at.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseDateTimeOffsetCodeFix)), Shared]
public sealed class UseDateTimeOffsetCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.DateTimeProperty];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        // 'DateTime', 'System.DateTime' or either with a '?'; an alias has another name.
        var name = place.Find<PropertyDeclarationSyntax>()?.Type.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().LastOrDefault();
        if (name is { Identifier.ValueText: nameof(DateTime) })
        {
            yield return place.Fix(
                "Use DateTimeOffset",
                nameof(UseDateTimeOffsetCodeFix),
                editor => editor.ReplaceNode(
                    name, static (current, _) => SyntaxFactory.IdentifierName(nameof(DateTimeOffset)).WithTriviaFrom(current)));
        }
    }
}
