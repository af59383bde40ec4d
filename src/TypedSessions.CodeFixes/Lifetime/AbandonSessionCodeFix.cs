using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AbandonSessionCodeFix)), Shared]
public sealed class AbandonSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ClearedAtSignOut];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<InvocationExpressionSyntax>() is { } call && NameIn(call) is { } name && SessionMembers.AreKnown(place, name.SpanStart))
        {
            yield return place.Fix(
                "Abandon the session",
                nameof(AbandonSessionCodeFix),
                editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName("Abandon").WithTriviaFrom(name)));
        }
    }

    private static SimpleNameSyntax? NameIn(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
}
