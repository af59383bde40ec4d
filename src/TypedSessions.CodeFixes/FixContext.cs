using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace TypedSessions.CodeFixes;

/// <summary>The context of a diagnostic to fix.</summary>
/// <param name="Document">The document.</param>
/// <param name="Root">The syntax root.</param>
/// <param name="Model">The semantic model.</param>
/// <param name="Diagnostic">The diagnostic; its properties carry data from the rule to its fix.</param>
/// <param name="CancellationToken">A token to cancel the operation.</param>
internal sealed record FixContext(
    Document Document, SyntaxNode Root, SemanticModel Model, Diagnostic Diagnostic, CancellationToken CancellationToken)
{
    /// <returns>The context; <see langword="null"/> if the diagnostic is not in the document, or a view's generated code.</returns>
    public static async Task<FixContext?> FindAsync(Document document, Diagnostic diagnostic, CancellationToken cancellationToken)
        => document is not SourceGeneratedDocument
            && await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false) is { } root
            && await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false) is { } model
            && root.FullSpan.Contains(diagnostic.Location.SourceSpan)
                ? new(document, root, model, diagnostic, cancellationToken)
                : null;

    /// <summary>Gets the smallest node around the diagnostic.</summary>
    public SyntaxNode Node => Root.FindNode(Diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>Returns the smallest node of a type around the diagnostic.</summary>
    public T? Find<T>()
        where T : SyntaxNode
        => Node.FirstAncestorOrSelf<T>();

    /// <summary>Returns a declaration with the other parts of its type, which may be in other documents.</summary>
    public SyntaxNode[] GetParts(MemberDeclarationSyntax declaration)
        => declaration is TypeDeclarationSyntax && Model.GetDeclaredSymbol(declaration, CancellationToken) is { } type
            ? [.. type.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(CancellationToken))]
            : [declaration];

    /// <summary>Creates a fix that changes this document.</summary>
    public Fix CreateFix(string title, string equivalenceKey, Action<DocumentEditor> edit)
        => new(
            title,
            equivalenceKey,
            async (solution, cancellationToken) => edit(
                await solution.GetDocumentEditorAsync(Document.Id, cancellationToken).ConfigureAwait(false)));

    /// <summary>Creates a fix that changes several nodes, possibly in other documents. Generated documents are not changed.</summary>
    public Fix CreateFix(string title, string equivalenceKey, IEnumerable<SyntaxNode> nodes, Action<DocumentEditor, SyntaxNode> edit)
        => new(title, equivalenceKey, async (solution, cancellationToken) =>
        {
            foreach (var node in nodes)
            {
                if (Document.Project.Solution.GetDocument(node.SyntaxTree) is { } document and not SourceGeneratedDocument)
                {
                    edit(await solution.GetDocumentEditorAsync(document.Id, cancellationToken).ConfigureAwait(false), node);
                }
            }
        });
}
