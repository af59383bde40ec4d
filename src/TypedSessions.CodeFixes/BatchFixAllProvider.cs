using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>Applies all changes of one kind in a document, project or solution in a single edit.</summary>
internal sealed class BatchFixAllProvider : FixAllProvider
{
    public static readonly BatchFixAllProvider Instance = new();

    public override Task<CodeAction?> GetFixAsync(FixAllContext context)
        => Task.FromResult<CodeAction?>(CodeAction.Create(
            $"Fix all '{context.DiagnosticIds.First()}' in the {context.Scope.ToString().ToLowerInvariant()}",
            cancellationToken => FixAsync(context.WithCancellationToken(cancellationToken)),
            context.CodeActionEquivalenceKey));

    private static async Task<Solution> FixAsync(FixAllContext context)
    {
        var editor = new SolutionEditor(context.Solution);
        var diagnostics = await GetDiagnostics(context).ConfigureAwait(false);
        foreach (var diagnostic in diagnostics.OrderBy(static found => found.Location.SourceSpan.Start))
        {
            if (context.Solution.GetDocument(diagnostic.Location.SourceTree) is { } document
                && await FixContext.FindAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } fixContext)
            {
                await ((SessionCodeFix)context.CodeFixProvider)
                    .EditAsync(editor, fixContext, context.CodeActionEquivalenceKey, context.CancellationToken)
                    .ConfigureAwait(false);
            }
        }

        return editor.GetChangedSolution();
    }

    /// <summary>Returns what is to be fixed.</summary>
    public static async Task<ImmutableArray<Diagnostic>> GetDiagnostics(FixAllContext context)
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
