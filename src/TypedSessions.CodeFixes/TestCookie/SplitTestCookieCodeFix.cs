using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.CodeFixes.Lifetime;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Flow;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.CodeFixes.TestCookie;

/// <summary>Gives the call that sets to the page that comes before: the <c>MapGet</c> of the same address.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SplitTestCookieCodeFix)), Shared]
public sealed class SplitTestCookieCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.TestCookieTestedTooEarly];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (GetSet(place) is { } set
            && Statements.Around(set) is ExpressionStatementSyntax { Parent: BlockSyntax body } statement
            && body.Parent is ParenthesizedLambdaExpressionSyntax handler
            && IsFirstTest(place.Node, set, handler)
            && HandlerPage.From(handler) is { } page
            && page.NewGet(set) is { } get
            && Statements.Around(page.Map) is { } map)
        {
            yield return place.Fix(
                "Set the test cookie in a page before",
                nameof(SplitTestCookieCodeFix),
                editor =>
                {
                    editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
                    if (!page.IsSetByGet)
                    {
                        editor.InsertBefore(Statements.Slot(map), Statements.Beside(map, get));
                    }
                });
        }
    }

    private static InvocationExpressionSyntax? GetSet(FixPlace place)
        => place.Diagnostic.AdditionalLocations.FirstOrDefault() is { } location
            && place.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)
                is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } set
            && CallAnalyzer.GetName(set) == TestCookieNames.Set
                ? set
                : null;

    // Of several tests after one call that sets, the first moves it.
    private static bool IsFirstTest(SyntaxNode test, SyntaxNode set, SyntaxNode handler)
        => handler.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(
            call => call.SpanStart > set.SpanStart && CallAnalyzer.GetName(call) == TestCookieNames.Test) == test;
}
