using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.CodeFixes.Lifetime;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.TestCookie;

namespace TypedSessions.CodeFixes.TestCookie;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TestBeforeDeletingCodeFix)), Shared]
public sealed class TestBeforeDeletingCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.TestCookieNotTested];

    // A mark that the same request has set would not have come back, so to test it would help nobody.
    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (!place.Diagnostic.Properties.ContainsKey(TestCookieAnalyzer.IsSetBefore)
            && place.Find<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Expression: { } session } } call
            && call.Parent is ExpressionStatementSyntax statement
            && Statements.Around(call) == statement)
        {
            yield return place.Fix(
                "Test the cookie before deleting it",
                nameof(TestBeforeDeletingCodeFix),
                editor => editor.ReplaceNode(statement, Tested(statement, session.WithoutTrivia().ToString())));
        }
    }

    private static StatementSyntax Tested(ExpressionStatementSyntax deletion, string session)
    {
        var line = Trivia.GetLineBreak(deletion).ToString() + Trivia.GetIndentation(deletion);
        var code = $"if ({session}.TestCookieWorked()){line}{{{line}    {deletion.WithoutTrivia()}{line}}}";
        return SyntaxFactory.ParseStatement(code).WithTriviaFrom(deletion);
    }
}
