using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>Where something is reported.</summary>
/// <param name="Document">The document.</param>
/// <param name="Root">Its syntax.</param>
/// <param name="Model">Its meaning.</param>
/// <param name="Diagnostic">What is reported; its properties are how a rule talks to its fix.</param>
/// <param name="Cancellation">Passed on to the compiler.</param>
internal sealed record FixPlace(
    Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken Cancellation)
{
    /// <returns>Nothing for a diagnostic that is in no document of ours.</returns>
    public static async Task<FixPlace?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
        => await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root
            && await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is { } model
            && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
                ? new(document, root, model, diagnostic, cancellation)
                : null;

    /// <summary>The smallest node around what is reported.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The smallest node of a type around what is reported.</summary>
    public T? Find<T>()
        where T : SyntaxNode
        => Node.FirstAncestorOrSelf<T>();

    /// <summary>A declaration with the other parts of its type, which may be in other documents.</summary>
    public SyntaxNode[] GetParts(MemberDeclarationSyntax declaration)
        => declaration is TypeDeclarationSyntax && Model.GetDeclaredSymbol(declaration, Cancellation) is { } type
            ? [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(Cancellation))]
            : [declaration];

    /// <summary>A change of this document.</summary>
    public Fix Fix(string title, string equivalenceKey, Action<DocumentEditor> edit)
        => new(
            title,
            equivalenceKey,
            async (solution, cancellation) => edit(await solution.GetDocumentEditorAsync(Document.Id, cancellation).ConfigureAwait(false)));

    /// <summary>A change of several nodes that may be in other documents. What a generator wrote is left alone.</summary>
    public Fix Fix(string title, string equivalenceKey, IEnumerable<SyntaxNode> nodes, Action<DocumentEditor, SyntaxNode> edit)
        => new(title, equivalenceKey, async (solution, cancellation) =>
        {
            foreach (var node in nodes)
            {
                if (Document.Project.Solution.GetDocument(node.SyntaxTree) is { } document and not SourceGeneratedDocument)
                {
                    edit(await solution.GetDocumentEditorAsync(document.Id, cancellation).ConfigureAwait(false), node);
                }
            }
        });
}
