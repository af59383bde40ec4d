using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Declaration;

/// <summary>
/// Replaces <c>DateTime</c> by <c>DateTimeOffset</c>. Assigned values convert implicitly; code that reads the property may need changes.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseDateTimeOffsetCodeFix)), Shared]
public sealed class UseDateTimeOffsetCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.DateTimeProperty];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        // 'DateTime' or 'System.DateTime', optionally nullable; an alias has another name.
        var name = context.Find<PropertyDeclarationSyntax>()?.Type.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().LastOrDefault();
        if (name is { Identifier.ValueText: nameof(DateTime) })
        {
            yield return context.CreateFix(
                "Use DateTimeOffset",
                nameof(UseDateTimeOffsetCodeFix),
                editor => editor.ReplaceNode(
                    name, static (current, _) => SyntaxFactory.IdentifierName(nameof(DateTimeOffset)).WithTriviaFrom(current)));
        }
    }
}
