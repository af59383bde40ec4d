using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>Makes all changes of one kind in a document, a project or the solution in one edit.</summary>
internal sealed class FixAllTogether : FixAllProvider
{
    public static readonly FixAllTogether Instance = new();

    public override Task<CodeAction?> GetFixAsync(FixAllContext context)
        => Task.FromResult<CodeAction?>(CodeAction.Create(
            $"Fix all '{context.DiagnosticIds.First()}' in the {context.Scope.ToString().ToLowerInvariant()}",
            cancellation => FixAsync(context.WithCancellationToken(cancellation)),
            context.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        var editor = new SolutionEditor(context.Solution);
        var diagnostics = await GetDiagnostics(context).ConfigureAwait(false);
        foreach (var diagnostic in diagnostics.OrderBy(static found => found.Location.SourceSpan.Start))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document
                && await FixPlace.FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } place)
            {
                await ((SessionCodeFix)context.CodeFixProvider)
                    .EditAsync(editor, place, context.CodeActionEquivalenceKey, context.CancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return editor.GetChangedSolution();
    }

    private static async Task<ImmutableArray<Diagnostic>> GetDiagnostics(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document })
        {
            return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
        }

        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project])
        {
            found.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        }

        return found.ToImmutable();
    }
}
