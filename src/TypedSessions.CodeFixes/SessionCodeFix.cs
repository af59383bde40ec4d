using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>
/// What all fixes have in common: each says which changes it offers at a place, and the same changes make up
/// fix-all, all in one edit of the solution, so that none is lost where two of them touch. A change therefore
/// works on the current node that its editor hands it, and leaves alone what another one has mended already.
/// </summary>
/// <example><code>
/// [ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveStaticCodeFix)), Shared]
/// public sealed class RemoveStaticCodeFix : SessionCodeFix
/// {
///     public override ImmutableArray&lt;string&gt; FixableDiagnosticIds { get; } = [DiagnosticIds.StaticModel];
///
///     private protected override IEnumerable&lt;Fix&gt; FixesFor(FixPlace place)
///     {
///         if (place.Find&lt;ClassDeclarationSyntax&gt;() is { } model)
///         {
///             yield return place.Fix("Remove 'static'", nameof(RemoveStaticCodeFix), editor => …);
///         }
///     }
/// }
/// </code></example>
public abstract class SessionCodeFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => FixAllTogether.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixPlace.FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } place)
            {
                foreach (var fix in FixesFor(place))
                {
                    context.RegisterCodeFix(
                        CodeAction.Create(
                            fix.Title,
                            cancellation => ApplyAsync(context.Document.Project.Solution, fix, cancellation),
                            fix.EquivalenceKey),
                        diagnostic);
                }
            }
        }
    }

    /// <summary>The changes that mend what is reported at a place, the best first; none where it takes a person to decide.</summary>
    private protected abstract IEnumerable<Fix> FixesFor(FixPlace place);

    /// <summary>Adds the change with a key to an edit that may have others already.</summary>
    internal async Task EditAsync(SolutionEditor editor, FixPlace place, string? equivalenceKey, CancellationToken cancellation)
    {
        foreach (var fix in FixesFor(place))
        {
            if (fix.EquivalenceKey == equivalenceKey)
            {
                await fix.Edit(editor, cancellation).ConfigureAwait(false);
                return;
            }
        }
    }

    private static async Task<Solution> ApplyAsync(Solution solution, Fix fix, CancellationToken cancellation)
    {
        var editor = new SolutionEditor(solution);
        await fix.Edit(editor, cancellation).ConfigureAwait(false);
        return editor.GetChangedSolution();
    }
}
