using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>
/// Base class of all code fixes. A fix-all applies the same changes in one edit of the solution, so each change works on the current node
/// that its editor passes and skips what another change has already fixed.
/// </summary>
/// <example><code>
/// [ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveStaticCodeFix)), Shared]
/// public sealed class RemoveStaticCodeFix : SessionCodeFix
/// {
///     public override ImmutableArray&lt;string&gt; FixableDiagnosticIds { get; } = [DiagnosticIds.StaticModel];
///
///     private protected override IEnumerable&lt;Fix&gt; GetFixes(FixContext context)
///     {
///         if (context.Find&lt;ClassDeclarationSyntax&gt;() is { } model)
///         {
///             yield return context.CreateFix("Remove 'static'", nameof(RemoveStaticCodeFix), editor => …);
///         }
///     }
/// }
/// </code></example>
public abstract class SessionCodeFix : CodeFixProvider
{
    public sealed override FixAllProvider GetFixAllProvider() => BatchFixAllProvider.Instance;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (await FixContext.FindAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is { } fixContext)
            {
                foreach (var fix in GetFixes(fixContext))
                {
                    context.RegisterCodeFix(
                        CodeAction.Create(
                            fix.Title,
                            cancellationToken => ApplyAsync(context.Document.Project.Solution, fix, cancellationToken),
                            fix.EquivalenceKey),
                        diagnostic);
                }
            }
        }
    }

    /// <summary>Returns the changes that fix a diagnostic, the best first; empty if a person must decide.</summary>
    private protected abstract IEnumerable<Fix> GetFixes(FixContext context);

    /// <summary>Adds the change with an equivalence key to an edit that may contain others.</summary>
    internal async Task EditAsync(SolutionEditor editor, FixContext context, string? equivalenceKey, CancellationToken cancellationToken)
    {
        foreach (var fix in GetFixes(context))
        {
            if (fix.EquivalenceKey == equivalenceKey)
            {
                await fix.Edit(editor, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
    }

    private static async Task<Solution> ApplyAsync(Solution solution, Fix fix, CancellationToken cancellationToken)
    {
        var editor = new SolutionEditor(solution);
        await fix.Edit(editor, cancellationToken).ConfigureAwait(false);
        return editor.GetChangedSolution();
    }
}
