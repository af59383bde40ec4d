using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Follows every path through a body until it reaches a stop or exits.</summary>
internal sealed class FlowTraversal
{
    private readonly ControlFlowGraph _graph;
    private readonly IReadOnlyCollection<FlowPoint> _stops;
    private readonly Stack<BasicBlock> _pending = new();
    private readonly HashSet<int> _visited = [];
    private readonly HashSet<ControlFlowRegion> _completedFinallyBlocks = [];

    /// <param name="graph">The control flow graph of the body.</param>
    /// <param name="stops">The positions at which a path ends.</param>
    public FlowTraversal(ControlFlowGraph graph, IReadOnlyCollection<FlowPoint> stops)
    {
        _graph = graph;
        _stops = stops;
    }

    /// <summary>Gets or sets a region; leaving it counts as an exit, because its locals are new when the path returns.</summary>
    public ControlFlowRegion? Region { get; set; }

    /// <summary>
    /// Gets or sets a value indicating whether any operation may throw, so that the enclosing handlers are reachable from each block.
    /// </summary>
    public bool CanThrowAnywhere { get; set; }

    /// <summary>Gets or sets a value indicating whether paths that end with a <c>throw</c> do not count as exits.</summary>
    public bool IgnoresThrows { get; set; }

    /// <summary>Gets the stops that a path reached.</summary>
    public HashSet<FlowPoint> ReachedStops { get; } = [];

    /// <summary>Gets a value indicating whether some path exited, by a return, a throw or the end, without reaching a stop.</summary>
    public bool HasExited { get; private set; }

    public FlowTraversal StartAtEntry()
    {
        _pending.Push(_graph.Blocks[0]);
        return Continue();
    }

    public FlowTraversal StartAfter(FlowPoint start)
    {
        VisitBlock(start.Block, start.Index + 1);
        Continue();

        // The continuation after an enclosing 'finally' block is unknown.
        HasExited |= GetEnclosingFinally(start.Block) is { } region && _completedFinallyBlocks.Contains(region);
        return this;
    }

    private FlowTraversal Continue()
    {
        while (_pending.Count > 0)
        {
            var block = _pending.Pop();
            if (_visited.Add(block.Ordinal))
            {
                VisitBlock(block, 0);
            }
        }

        return this;
    }

    private void VisitBlock(BasicBlock block, int start)
    {
        if (CanThrowAnywhere)
        {
            EnterHandlers(block);
        }

        for (var index = start; index <= block.Operations.Length; index++)
        {
            if (_stops.Contains(new(block, index)))
            {
                ReachedStops.Add(new(block, index));
                return;
            }
        }

        HasExited |= block.Kind == BasicBlockKind.Exit;
        FollowBranch(block, block.ConditionalSuccessor, isConditional: true);
        FollowBranch(block, block.FallThroughSuccessor, isConditional: false);
    }

    private void FollowBranch(BasicBlock block, ControlFlowBranch? branch, bool isConditional)
    {
        if (branch is null || IsNeverTaken(block, isConditional))
        {
            return;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            if (GetEnclosingFinally(block) is { } ended)
            {
                _completedFinallyBlocks.Add(ended);
            }
        }
        else if (RunFinallyBlocks(branch))
        {
            EnterDestination(branch);
        }
    }

    private void EnterDestination(ControlFlowBranch branch)
    {
        if (branch.Destination is not { } destination)
        {
            HasExited |= !IgnoresThrows;
        }
        else if (Region is not null && branch.LeavingRegions.Contains(Region))
        {
            HasExited = true;
        }
        else
        {
            _pending.Push(destination);
        }
    }

    // A branch runs the 'finally' blocks that it leaves.
    private bool RunFinallyBlocks(ControlFlowBranch branch)
    {
        foreach (var region in branch.FinallyRegions)
        {
            _pending.Push(GetFirstBlock(region));
            if (!CanComplete(region))
            {
                return false;
            }
        }

        return true;
    }

    private bool CanComplete(ControlFlowRegion region)
    {
        var inside = new FlowTraversal(_graph, _stops) { CanThrowAnywhere = CanThrowAnywhere };
        inside._pending.Push(GetFirstBlock(region));
        return inside.Continue()._completedFinallyBlocks.Contains(region);
    }

    private void EnterHandlers(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { } statement)
            {
                foreach (var handler in statement.NestedRegions.Where(nested => nested.Kind != ControlFlowRegionKind.Try))
                {
                    _pending.Push(GetFirstBlock(handler));
                }
            }
        }
    }

    private BasicBlock GetFirstBlock(ControlFlowRegion region) => _graph.Blocks[region.FirstBlockOrdinal];

    private static bool IsNeverTaken(BasicBlock block, bool isConditional)
        => block.ConditionKind != ControlFlowConditionKind.None
            && GetConstantOutcome(block.BranchValue) is { } outcome
            && isConditional != (outcome == (block.ConditionKind == ControlFlowConditionKind.WhenTrue));

    // The receiver of '?.' is assumed to be non-null: if it is null, no call on it runs.
    private static bool? GetConstantOutcome(IOperation? condition)
        => condition switch
        {
            { ConstantValue: { HasValue: true, Value: bool value } } => value,
            IIsNullOperation { Operand.Syntax: { Parent: ConditionalAccessExpressionSyntax access } left }
                when access.Expression == left => false,
            _ => null,
        };

    private static ControlFlowRegion? GetEnclosingFinally(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally)
        {
            region = region.EnclosingRegion;
        }

        return region;
    }
}
