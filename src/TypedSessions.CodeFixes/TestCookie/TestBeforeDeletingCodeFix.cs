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

    // Not offered if the same request sets the cookie: it cannot have come back.
    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (!context.Diagnostic.Properties.ContainsKey(TestCookieAnalyzer.IsSetBefore)
            && context.Find<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax { Expression: { } session } } call
            && call.Parent is ExpressionStatementSyntax statement
            && Statements.FindEnclosing(call) == statement)
        {
            yield return context.CreateFix(
                "Test the cookie before deleting it",
                nameof(TestBeforeDeletingCodeFix),
                editor => editor.ReplaceNode(statement, CreateTested(statement, session.WithoutTrivia().ToString())));
        }
    }

    private static StatementSyntax CreateTested(ExpressionStatementSyntax deletion, string session)
    {
        var line = Trivia.GetLineBreak(deletion).ToString() + Trivia.GetIndentation(deletion);
        var code = $"if ({session}.TestCookieWorked()){line}{{{line}    {deletion.WithoutTrivia()}{line}}}";
        return SyntaxFactory.ParseStatement(code).WithTriviaFrom(deletion);
    }
}
