using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>A node that rules analyze.</summary>
/// <param name="node">The node.</param>
/// <param name="file">The analysis of its file.</param>
internal readonly struct NodeContext(SyntaxNode node, SemanticModelAnalysisContext file)
{
    public SyntaxNode Node => node;

    public SemanticModel SemanticModel => file.SemanticModel;

    public Compilation Compilation => file.SemanticModel.Compilation;

    public AnalyzerOptions Options => file.Options;

    public CancellationToken CancellationToken => file.CancellationToken;

    /// <summary>Gets a value indicating whether the file is generated.</summary>
    public bool IsGeneratedCode => file.IsGeneratedCode;

    /// <summary>Returns the member that contains the node or is declared by it; for code outside members, the type or namespace.</summary>
    public ISymbol? GetMember()
    {
        var symbol = SemanticModel.GetDeclaredSymbol(Node, CancellationToken)
            ?? SemanticModel.GetEnclosingSymbol(Node.SpanStart, CancellationToken);
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction })
        {
            symbol = symbol.ContainingSymbol;
        }

        return symbol;
    }

    public void ReportDiagnostic(Diagnostic diagnostic) => file.ReportDiagnostic(diagnostic);
}
