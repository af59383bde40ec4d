using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Diagnostics.Lifetime;

namespace TypedSessions.CodeFixes.Lifetime;

[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SaveSessionCodeFix)), Shared]
public sealed class SaveSessionCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnsavedSession];

    // The diagnostic names the local only if no save follows. Not offered for '?.', which may have no session.
    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.Properties.TryGetValue(UnsavedSessionAnalyzer.Local, out var local)
            && !context.Node.AncestorsAndSelf().TakeWhile(static node => node is not StatementSyntax)
                .Any(static node => node is ConditionalAccessExpressionSyntax)
            && Statements.FindEnclosing(context.Node) is { } change
            && Statements.CanAwait(change))
        {
            var code = $"await {local}.SaveAsync();";
            yield return context.CreateFix(
                $"Save '{local}'",
                nameof(SaveSessionCodeFix),
                editor =>
                {
                    var last = Statements.GetList(change).Last(static statement => statement is not LocalFunctionStatementSyntax);
                    if (last is ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax
                        or ThrowStatementSyntax)
                    {
                        editor.InsertBefore(Statements.GetListNode(last), Statements.CreateBeside(last, code));
                    }
                    else
                    {
                        editor.InsertAfter(Statements.GetListNode(last), Statements.CreateBeside(last, code));
                    }
                });
        }
    }
}
