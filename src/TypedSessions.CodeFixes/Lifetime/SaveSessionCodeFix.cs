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
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.NotSaved];

    // The diagnostic names the local where a save is missing altogether. Behind '?.' there may be no session to save.
    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Diagnostic.Properties.TryGetValue(UnsavedSessionAnalyzer.Local, out var local)
            && !place.Node.AncestorsAndSelf().TakeWhile(static node => node is not StatementSyntax)
                .Any(static node => node is ConditionalAccessExpressionSyntax)
            && Statements.Around(place.Node) is { } change
            && Statements.CanAwait(change))
        {
            var code = $"await {local}.SaveAsync();";
            yield return place.Fix(
                $"Save '{local}'",
                nameof(SaveSessionCodeFix),
                editor =>
                {
                    var last = Statements.GetList(change).Last(static statement => statement is not LocalFunctionStatementSyntax);
                    if (last is ReturnStatementSyntax or ContinueStatementSyntax or BreakStatementSyntax or GotoStatementSyntax
                        or ThrowStatementSyntax)
                    {
                        editor.InsertBefore(Statements.Slot(last), Statements.Beside(last, code));
                    }
                    else
                    {
                        editor.InsertAfter(Statements.Slot(last), Statements.Beside(last, code));
                    }
                });
        }
    }
}
