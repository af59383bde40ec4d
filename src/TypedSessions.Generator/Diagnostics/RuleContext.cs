using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace TypedSessions.Generator.Diagnostics;

/// <summary>
/// Collects the actions of all rules in one compilation, and registers one action of each kind for all of them. Visits the nodes of each
/// file itself, because the compiler first determines the declarations of all code for an action that it calls for each node.
/// </summary>
internal sealed class RuleContext(CompilationStartAnalysisContext start)
{
    private readonly Dictionary<SyntaxKind, List<Action<NodeContext>>> _nodes = [];
    private readonly Dictionary<string, List<Action<NodeContext>>> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<SymbolKind, List<Action<SymbolAnalysisContext>>> _symbols = [];

    public Compilation Compilation => start.Compilation;

    public AnalyzerOptions Options => start.Options;

    public CancellationToken CancellationToken => start.CancellationToken;

    /// <summary>Adds an action for calls of members with the given names.</summary>
    public void RegisterCallAction(Action<NodeContext> action, params IEnumerable<string> names)
        => Add(_calls, action, names);

    public void RegisterNodeAction(Action<NodeContext> action, params IEnumerable<SyntaxKind> kinds)
        => Add(_nodes, action, kinds);

    public void RegisterSymbolAction(Action<SymbolAnalysisContext> action, params IEnumerable<SymbolKind> kinds)
        => Add(_symbols, action, kinds);

    public void RegisterCompilationEndAction(Action<CompilationAnalysisContext> action) => start.RegisterCompilationEndAction(action);

    /// <summary>Registers the actions that were added. If one throws, the compiler reports it and continues with the next file.</summary>
    public void Complete()
    {
        if (_calls.Count > 0)
        {
            RegisterNodeAction(
                call => Run(_calls, CallSyntax.GetName((InvocationExpressionSyntax)call.Node), call), SyntaxKind.InvocationExpression);
        }

        if (_nodes.Count > 0)
        {
            start.RegisterSemanticModelAction(VisitNodes);
        }

        if (_symbols.Count > 0)
        {
            start.RegisterSymbolAction(symbol => Run(_symbols, symbol.Symbol.Kind, symbol), _symbols.Keys.ToImmutableArray());
        }
    }

    private void VisitNodes(SemanticModelAnalysisContext file)
    {
        if (!Views.IsCodeOrView(file))
        {
            return;
        }

        var root = file.SemanticModel.SyntaxTree.GetRoot(file.CancellationToken);
        foreach (var node in root.DescendantNodes(file.FilterSpan ?? root.FullSpan))
        {
            Run(_nodes, node.Kind(), new NodeContext(node, file));
        }
    }

    private static void Add<TKey, TContext>(
        Dictionary<TKey, List<Action<TContext>>> actions, Action<TContext> action, IEnumerable<TKey> keys)
    {
        foreach (var key in keys)
        {
            if (!actions.TryGetValue(key, out var added))
            {
                actions[key] = added = [];
            }

            added.Add(action);
        }
    }

    private static void Run<TKey, TContext>(Dictionary<TKey, List<Action<TContext>>> actions, TKey key, TContext context)
    {
        if (actions.TryGetValue(key, out var added))
        {
            foreach (var action in added)
            {
                action(context);
            }
        }
    }
}
