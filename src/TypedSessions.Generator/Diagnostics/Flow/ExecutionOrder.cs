using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// Determines whether a step certainly executes after another one: every path to the later step contains an earlier one, or every path from
/// the earlier step reaches the later one. One common path is not enough, because conditions may exclude each other (<c>if (isGet) First();
/// if (isPost) Second();</c>).
/// </summary>
/// <param name="graph">The control flow graph of the body.</param>
internal sealed class ExecutionOrder(ControlFlowGraph graph)
{
    /// <summary>Returns the earlier step that certainly executes before the given one; <see langword="null"/> if there is none.</summary>
    /// <param name="step">The later step.</param>
    /// <param name="earlier">The candidates for the earlier step.</param>
    /// <param name="others">Steps of the same kind as the later one; only the first of several in a row is reported.</param>
    public FlowStep? FindPredecessor(FlowStep step, IEnumerable<FlowStep> earlier, IEnumerable<FlowStep> others)
    {
        var before = earlier.Where(one => one.Point.IsBefore(step.Point)).ToArray();
        return IsPrecededOnEveryPath(step, before)
            ? Array.Find(before, one => HasPath(one, step))
            : Array.Find(before, one => IsReachedOnEveryPath(step, one, others));
    }

    /// <summary>Returns the region that declares the local of a step's target. Each iteration of a loop has its own instance.</summary>
    public static ControlFlowRegion? GetLocalScope(FlowStep step)
    {
        var region = step.Target.Root is ILocalSymbol ? step.Point.Block.EnclosingRegion : null;
        while (region is not null && !region.Locals.Contains(step.Target.Root, SymbolEqualityComparer.Default))
        {
            region = region.EnclosingRegion;
        }

        return region;
    }

    /// <summary>Returns whether some path leads from one step to another.</summary>
    public bool HasPath(FlowStep from, FlowStep to)
        => new FlowTraversal(graph, [to.Point])
        {
            Region = GetLocalScope(from),
            CanThrowAnywhere = true,
        }.StartAfter(from.Point).ReachedStops.Count > 0;

    private bool IsPrecededOnEveryPath(FlowStep step, FlowStep[] before)
        => before.Length > 0
            && !new FlowTraversal(graph, [.. before.Select(static one => one.Point), step.Point]) { CanThrowAnywhere = true }
                .StartAtEntry().ReachedStops.Contains(step.Point);

    private bool IsReachedOnEveryPath(FlowStep step, FlowStep from, IEnumerable<FlowStep> others)
    {
        var stops = others.Where(other => from.Point.IsBefore(other.Point)).Select(static other => other.Point);
        var walk = new FlowTraversal(graph, [.. stops, step.Point]) { Region = GetLocalScope(from) }.StartAfter(from.Point);
        return !walk.HasExited && walk.ReachedStops.Contains(step.Point);
    }
}
