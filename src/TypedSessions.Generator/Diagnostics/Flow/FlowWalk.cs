using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>Follows every path through a body until it meets one of the given stops or leaves.</summary>
internal sealed class FlowWalk
{
    private readonly ControlFlowGraph _graph;
    private readonly IReadOnlyCollection<FlowPoint> _stops;
    private readonly Stack<BasicBlock> _ahead = new();
    private readonly HashSet<int> _entered = [];
    private readonly HashSet<ControlFlowRegion> _endedFinallys = [];

    /// <param name="graph">The body.</param>
    /// <param name="stops">Where a path ends.</param>
    public FlowWalk(ControlFlowGraph graph, IReadOnlyCollection<FlowPoint> stops)
    {
        _graph = graph;
        _stops = stops;
    }

    /// <summary>A path that leaves this region has left for good: what is declared in it is another one when the path comes back.</summary>
    public ControlFlowRegion? Within { get; set; }

    /// <summary>Whether an exception may be thrown anywhere, so that the handlers around a block are reached from it.</summary>
    public bool AnythingCanThrow { get; set; }

    /// <summary>Whether a path that ends by a <c>throw</c> does not count as one that left.</summary>
    public bool IgnoresThrows { get; set; }

    /// <summary>The stops that were met.</summary>
    public HashSet<FlowPoint> Met { get; } = [];

    /// <summary>Whether some path left, by a return, a throw or its end, and met no stop.</summary>
    public bool Left { get; private set; }

    public FlowWalk FromEntry()
    {
        _ahead.Push(_graph.Blocks[0]);
        return Continue();
    }

    public FlowWalk After(FlowPoint start)
    {
        Follow(start.Block, start.Index + 1);
        Continue();

        // Where a path goes on behind a 'finally' in which it began is not known.
        Left |= FinallyAround(start.Block) is { } region && _endedFinallys.Contains(region);
        return this;
    }

    private FlowWalk Continue()
    {
        while (_ahead.Count > 0)
        {
            var block = _ahead.Pop();
            if (_entered.Add(block.Ordinal))
            {
                Follow(block, 0);
            }
        }

        return this;
    }

    private void Follow(BasicBlock block, int start)
    {
        if (AnythingCanThrow)
        {
            EnterHandlers(block);
        }

        for (var index = start; index <= block.Operations.Length; index++)
        {
            if (_stops.Contains(new(block, index)))
            {
                Met.Add(new(block, index));
                return;
            }
        }

        Left |= block.Kind == BasicBlockKind.Exit;
        Take(block, block.ConditionalSuccessor, isConditional: true);
        Take(block, block.FallThroughSuccessor, isConditional: false);
    }

    private void Take(BasicBlock block, ControlFlowBranch? branch, bool isConditional)
    {
        if (branch is null || IsNeverTaken(block, isConditional))
        {
            return;
        }

        if (branch.Semantics == ControlFlowBranchSemantics.StructuredExceptionHandling)
        {
            if (FinallyAround(block) is { } ended)
            {
                _endedFinallys.Add(ended);
            }
        }
        else if (PassFinallys(branch))
        {
            Arrive(branch);
        }
    }

    private void Arrive(ControlFlowBranch branch)
    {
        if (branch.Destination is not { } destination)
        {
            Left |= !IgnoresThrows;
        }
        else if (Within is not null && branch.LeavingRegions.Contains(Within))
        {
            Left = true;
        }
        else
        {
            _ahead.Push(destination);
        }
    }

    // On its way to where it goes a branch runs the 'finally' blocks that it leaves.
    private bool PassFinallys(ControlFlowBranch branch)
    {
        foreach (var region in branch.FinallyRegions)
        {
            _ahead.Push(First(region));
            if (!CanPass(region))
            {
                return false;
            }
        }

        return true;
    }

    private bool CanPass(ControlFlowRegion region)
    {
        var inside = new FlowWalk(_graph, _stops) { AnythingCanThrow = AnythingCanThrow };
        inside._ahead.Push(First(region));
        return inside.Continue()._endedFinallys.Contains(region);
    }

    private void EnterHandlers(BasicBlock block)
    {
        for (var region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Try && region.EnclosingRegion is { } statement)
            {
                foreach (var handler in statement.NestedRegions.Where(nested => nested.Kind != ControlFlowRegionKind.Try))
                {
                    _ahead.Push(First(handler));
                }
            }
        }
    }

    private BasicBlock First(ControlFlowRegion region) => _graph.Blocks[region.FirstBlockOrdinal];

    private static bool IsNeverTaken(BasicBlock block, bool isConditional)
        => block.ConditionKind != ControlFlowConditionKind.None
            && Outcome(block.BranchValue) is { } outcome
            && isConditional != (outcome == (block.ConditionKind == ControlFlowConditionKind.WhenTrue));

    // What stands left of '?.' is taken to be there: where it is not, it is not there for all calls on it.
    private static bool? Outcome(IOperation? condition)
        => condition switch
        {
            { ConstantValue: { HasValue: true, Value: bool value } } => value,
            IIsNullOperation { Operand.Syntax: { Parent: ConditionalAccessExpressionSyntax access } left }
                when access.Expression == left => false,
            _ => null,
        };

    private static ControlFlowRegion? FinallyAround(BasicBlock block)
    {
        var region = block.EnclosingRegion;
        while (region is not null && region.Kind != ControlFlowRegionKind.Finally)
        {
            region = region.EnclosingRegion;
        }

        return region;
    }
}
