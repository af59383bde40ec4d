using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TypedSessions.Generator.Diagnostics.Flow;

namespace TypedSessions.Generator.Diagnostics.Lifetime;

/// <summary>Finds sessions that are opened outside a request, changed, and let go of without being saved.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnsavedSessionAnalyzer() : CallAnalyzer("OpenAsync", "Create")
{
    /// <summary>The property of the diagnostic that names the local, where no save follows at all.</summary>
    public const string Local = nameof(Local);

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.NotSaved];

    private protected override bool MayMatter(InvocationExpressionSyntax call) => FileWords.Session.StandIn(call.SyntaxTree);

    private protected override void Analyze(SyntaxNodeAnalysisContext context, IInvocationOperation call, SessionTypes types)
    {
        if (types.IsManager(call.TargetMethod.ContainingType)
            && GetLocal(call) is { } local
            && MemberCode.Around(context.Node, context.SemanticModel, context.CancellationToken) is { } code
            && new OpenedLocal(local, code, types) is { IsKeptHere: true } opened
            && Unsaved(opened, code) is { } change)
        {
            var properties = opened.Saves.Count == 0 ? ImmutableDictionary<string, string?>.Empty.Add(Local, local.Name) : null;
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.NotSaved, change.GetLocation(), properties, local.Name));
        }
    }

    private static ILocalSymbol? GetLocal(IInvocationOperation call)
    {
        var value = Awaiting.Outermost(call);
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

    private static SyntaxNode? Unsaved(OpenedLocal opened, MemberCode code)
    {
        foreach (var graph in code.Graphs)
        {
            var saves = MemberCode.Steps(graph, opened.Saves);
            foreach (var change in MemberCode.Steps(graph, opened.Changes).OrderBy(static change => change.Syntax.SpanStart))
            {
                if (IsLost(change, saves, graph))
                {
                    return change.Syntax;
                }
            }
        }

        return null;
    }

    // A save under a condition may be there for this very change, and to leave without one may be meant. It is certain where
    // no save follows at all, and where a save stands behind the change in the same block, and something between them leaves.
    private static bool IsLost(FlowStep change, IReadOnlyList<FlowStep> saves, ControlFlowGraph graph)
    {
        var walk = new FlowWalk(graph, [.. saves.Select(static save => save.Point)])
        {
            Within = CertainOrder.Lifetime(change),
            IgnoresThrows = true,
        }.After(change.Point);
        return walk.Left
            && (walk.Met.Count == 0
                || saves.Any(save => walk.Met.Contains(save.Point)
                    && GetBlock(save.Syntax) is { } block
                    && block == GetBlock(change.Syntax)));
    }

    private static SyntaxNode? GetBlock(SyntaxNode node)
        => node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax { Parent: BlockSyntax block } ? block : null;
}
