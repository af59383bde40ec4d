using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>The bodies in a piece of code, each as a graph of its own: the member, its lambdas, its local functions, and theirs.</summary>
internal static class FlowGraphs
{
    public static IEnumerable<ControlFlowGraph> WithNested(ControlFlowGraph graph, CancellationToken cancellation)
    {
        yield return graph;

        var nested = graph.LocalFunctions.Select(function => graph.GetLocalFunctionControlFlowGraph(function, cancellation))
            .Concat(Lambdas(graph).Select(lambda => graph.GetAnonymousFunctionControlFlowGraph(lambda, cancellation)));
        foreach (var inner in nested.SelectMany(body => WithNested(body, cancellation)))
        {
            yield return inner;
        }
    }

    /// <summary>All operations with the place where they are executed. What is inside of a lambda is not.</summary>
    public static IEnumerable<(FlowPoint Point, IOperation Operation)> Operations(ControlFlowGraph graph)
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

    private static IEnumerable<IFlowAnonymousFunctionOperation> Lambdas(ControlFlowGraph graph)
        => Operations(graph).Select(static found => found.Operation).OfType<IFlowAnonymousFunctionOperation>();
}
