using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Enumerates the control flow graphs of a member, its lambdas and its local functions.</summary>
internal static class FlowGraphs
{
    public static IEnumerable<ControlFlowGraph> GetWithNested(ControlFlowGraph graph, CancellationToken cancellationToken)
    {
        yield return graph;

        var nested = graph.LocalFunctions.Select(function => graph.GetLocalFunctionControlFlowGraph(function, cancellationToken))
            .Concat(GetLambdas(graph).Select(lambda => graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellationToken)));
        foreach (var inner in nested.SelectMany(body => GetWithNested(body, cancellationToken)))
        {
            yield return inner;
        }
    }

    /// <summary>Returns all operations with their position, without the contents of lambdas.</summary>
    public static IEnumerable<(FlowPoint Point, IOperation Operation)> GetOperations(ControlFlowGraph graph)
    {
        foreach (var block in graph.Blocks)
        {
            for (var index = 0; index < block.Operations.Length; index++)
            {
                foreach (var operation in block.Operations[index].DescendantsAndSelf())
                {
                    yield return (new(block, index), operation);
                }
            }

            foreach (var operation in block.BranchValue?.DescendantsAndSelf() ?? [])
            {
                yield return (new(block, block.Operations.Length), operation);
            }
        }
    }

    private static IEnumerable<IFlowAnonymousFunctionOperation> GetLambdas(ControlFlowGraph graph)
        => GetOperations(graph).Select(static found => found.Operation).OfType<IFlowAnonymousFunctionOperation>();
}
