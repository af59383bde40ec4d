using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.CodeFixes.Lifetime;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.CodeFixes.TestCookie;

/// <summary>Moves the call that sets the cookie to the <c>MapGet</c> handler of the same route.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SplitTestCookieCodeFix)), Shared]
public sealed class SplitTestCookieCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.TestCookieTestedTooEarly];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (GetSet(context) is { } set
            && Statements.FindEnclosing(set) is ExpressionStatementSyntax { Parent: BlockSyntax body } statement
            && body.Parent is ParenthesizedLambdaExpressionSyntax handler
            && IsFirstTest(context.Node, set, handler)
            && HandlerPage.From(handler) is { } page
            && page.CreateGet(set) is { } get
            && Statements.FindEnclosing(page.Map) is { } map)
        {
            yield return context.CreateFix(
                "Set the test cookie in the GET handler",
                nameof(SplitTestCookieCodeFix),
                editor =>
                {
                    editor.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia);
                    if (!page.IsSetByGet)
                    {
                        editor.InsertBefore(Statements.GetListNode(map), Statements.CreateBeside(map, get));
                    }
                });
        }
    }

    private static InvocationExpressionSyntax? GetSet(FixContext context)
        => context.Diagnostic.AdditionalLocations.FirstOrDefault() is { } location
            && context.Root.FindNode(location.SourceSpan, getInnermostNodeForTie: true)
                is InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } set
            && CallSyntax.GetName(set) == TestCookieNames.Set
                ? set
                : null;

    // Of several tests after one call, only the first moves it.
    private static bool IsFirstTest(SyntaxNode test, SyntaxNode set, SyntaxNode handler)
        => handler.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(
            call => call.SpanStart > set.SpanStart && CallSyntax.GetName(call) == TestCookieNames.Test) == test;
}
