using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TypedSessions.Generator.Diagnostics;

namespace TypedSessions.CodeFixes.Lifetime;

/// <summary>Moves a change before the statement that starts the response, if they are independent and in the same block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MoveBeforeResponseCodeFix)), Shared]
public sealed class MoveBeforeResponseCodeFix : SessionCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.StartedResponse];

    private protected override IEnumerable<Fix> GetFixes(FixContext context)
    {
        if (context.Diagnostic.AdditionalLocations.FirstOrDefault() is { } started
            && Statements.FindEnclosing(context.Node) is ExpressionStatementSyntax change
            && Statements.FindEnclosing(context.Root.FindNode(started.SourceSpan)) is ExpressionStatementSyntax start
            && Statements.GetList(change) is { } list
            && list.Contains(start)
            && list.SkipWhile(statement => statement != start).TakeWhile(statement => statement != change).ToArray() is var between
            && new StatementMove(change, between, context) is { IsSafe: true })
        {
            yield return context.CreateFix(
                "Move the change before the response",
                nameof(MoveBeforeResponseCodeFix),
                editor =>
                {
                    editor.RemoveNode(Statements.GetListNode(change), SyntaxRemoveOptions.KeepNoTrivia);
                    editor.InsertBefore(Statements.GetListNode(start), Statements.CreateMoved(change, start));
                });
        }
    }
}
