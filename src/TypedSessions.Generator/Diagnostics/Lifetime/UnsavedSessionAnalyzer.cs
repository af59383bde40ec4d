using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Reports sessions that are opened outside a request, changed, and disposed without being saved.</summary>
public sealed class UnsavedSessionAnalyzer() : CallAnalyzer("OpenAsync", "Create")
{
    /// <summary>The property of the diagnostic that names the local if nothing saves it.</summary>
    public const string Local = nameof(Local);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LifetimeDescriptors.UnsavedSession];

    private protected override bool IsCandidate(InvocationExpressionSyntax call) => KeywordFilter.Session.Matches(call.SyntaxTree);

    private protected override void Analyze(NodeContext context, IInvocationOperation call, SessionTypes types)
    {
        if (types.IsManager(call.TargetMethod.ContainingType)
            && GetLocal(call) is { } local
            && MemberCode.FindEnclosing(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && new ScopeVariable(local, code, types) is { IsLocalOnly: true } opened
            && FindUnsavedChange(opened, code) is { } change)
        {
            var properties = opened.Saves.Count == 0 ? ImmutableDictionary<string, string?>.Empty.Add(Local, local.Name) : null;
            context.ReportDiagnostic(Diagnostic.Create(LifetimeDescriptors.UnsavedSession, change.GetLocation(), properties, local.Name));
        }
    }

    private static ILocalSymbol? GetLocal(IInvocationOperation call)
    {
        var value = Awaiting.GetOutermost(call);
        if (value.Parent is IAwaitOperation awaited)
        {
            value = awaited;
        }

        return value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } => declarator.Symbol,
            IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: ILocalSymbol local } } => local,
            IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: ILocalSymbol local } } => local,
            _ => null,
        };
    }

    private static SyntaxNode? FindUnsavedChange(ScopeVariable opened, MemberCode code)
    {
        foreach (var graph in code.Graphs)
        {
            var saves = MemberCode.GetSteps(graph, opened.Saves);
            foreach (var change in MemberCode.GetSteps(graph, opened.Changes).OrderBy(static change => change.Syntax.SpanStart))
            {
                if (IsLost(change, saves, graph))
                {
                    return change.Syntax;
                }
            }
        }

        return null;
    }

    // A conditional save may be intended. A change is certainly lost if no save follows, or if code exits between the change and a save in
    // the same block.
    private static bool IsLost(FlowStep change, IReadOnlyList<FlowStep> saves, ControlFlowGraph graph)
    {
        var walk = new FlowTraversal(graph, [.. saves.Select(static save => save.Point)])
        {
            Region = ExecutionOrder.GetLocalScope(change),
            IgnoresThrows = true,
        }.StartAfter(change.Point);
        return walk.HasExited
            && (walk.ReachedStops.Count == 0
                || saves.Any(save => walk.ReachedStops.Contains(save.Point)
                    && GetBlock(save.Syntax) is { } block
                    && block == GetBlock(change.Syntax)));
    }

    private static SyntaxNode? GetBlock(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax block } ? block : null;
}
