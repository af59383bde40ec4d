using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Parsing;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AbandonSessionCodeFix)), Shared]
public sealed class AbandonSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ClearedAtSignOut];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Find<InvocationExpressionSyntax>() is { ArgumentList.Arguments.Count: 0 } call
            && OwnerIsSession(call, place)
            && NameIn(call) is { } name
            && SessionMembers.AreKnown(place, name.SpanStart))
        {
            yield return place.Fix(
                "Abandon the session",
                nameof(AbandonSessionCodeFix),
                editor => editor.ReplaceNode(name, SyntaxFactory.IdentifierName("Abandon").WithTriviaFrom(name)));
        }
    }

    // A model is cleared by itself, and ends with its session: that is a longer way,
    // and what else is in the session is the author's to know.
    private static bool OwnerIsSession(InvocationExpressionSyntax call, FixPlace place)
        => place.Model.GetSymbolInfo(call, place.Cancellation).Symbol is IMethodSymbol { ContainingType: { } type }
            && !SessionAttributes.IsModel(type);

    private static SimpleNameSyntax? NameIn(InvocationExpressionSyntax call)
        => call.Expression switch
        {
            MemberAccessExpressionSyntax access => access.Name,
            MemberBindingExpressionSyntax binding => binding.Name,
            _ => null,
        };
}
