using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>Moves a change before the response where the two stand together and neither has anything to do with the other.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveBeforeResponseCodeFix)), Shared]
public sealed class MoveBeforeResponseCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ResponseHasStarted];

    private protected override IEnumerable<Fix> FixesFor(FixPlace place)
    {
        if (place.Diagnostic.AdditionalLocations.FirstOrDefault() is { } started
            && Statements.Around(place.Node) is ExpressionStatementSyntax change
            && Statements.Around(place.Root.FindNode(started.SourceSpan)) is ExpressionStatementSyntax start
            && Statements.GetList(change) is { } list
            && list.Contains(start)
            && list.SkipWhile(statement => statement != start).TakeWhile(statement => statement != change).ToArray() is var between
            && new StatementMove(change, between, place) is { IsSafe: true })
        {
            yield return place.Fix(
                "Move the change before the response",
                nameof(MoveBeforeResponseCodeFix),
                editor =>
                {
                    editor.RemoveNode(Statements.Slot(change), SyntaxRemoveOptions.KeepNoTrivia);
                    editor.InsertBefore(Statements.Slot(start), Statements.Moved(change, start));
                });
        }
    }
}
