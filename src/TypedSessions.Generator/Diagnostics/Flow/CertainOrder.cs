using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// Decides whether a step certainly comes after another one. That some path leads from the one to the other is
/// not enough: two conditions on the way may exclude each other (<c>if (isGet) First(); if (isPost)
/// Second();</c>). It is certain when every path to the later step takes an earlier one before, or when every
/// path from the earlier step comes to the later one. A loop in which the later one stands first is left alone.
/// </summary>
/// <param name="graph">The body.</param>
internal sealed class CertainOrder(ControlFlowGraph graph)
{
    /// <summary>The step that certainly comes before.</summary>
    /// <param name="step">The later step.</param>
    /// <param name="earlier">The steps that it must not come after.</param>
    /// <param name="others">Steps of the same kind as the later one. Of several in a row the first answers for all.</param>
    public FlowStep? Before(FlowStep step, IEnumerable<FlowStep> earlier, IEnumerable<FlowStep> others)
    {
        var before = earlier.Where(one => one.Point.IsBefore(step.Point)).ToArray();
        return IsTakenOnEveryPathTo(step, before)
            ? Array.Find(before, one => Leads(one, step))
            : Array.Find(before, one => EveryPathComesTo(step, one, others));
    }

    /// <summary>The region of the local that a step's target is reached by. Each iteration of a loop has its own.</summary>
    public static ControlFlowRegion? Lifetime(FlowStep step)
    {
        var region = step.Target.Root is ILocalSymbol ? step.Point.Block.EnclosingRegion : null;
        while (region is not null && !region.Locals.Contains(step.Target.Root, SymbolEqualityComparer.Default))
        {
            region = region.EnclosingRegion;
        }

        return region;
    }

    /// <summary>Whether some path leads from one step to another.</summary>
    public bool Leads(FlowStep from, FlowStep to)
        => new FlowWalk(graph, [to.Point]) { Within = Lifetime(from), AnythingCanThrow = true }.After(from.Point).Met.Count > 0;

    private bool IsTakenOnEveryPathTo(FlowStep step, FlowStep[] before)
        => before.Length > 0
            && !new FlowWalk(graph, [.. before.Select(static one => one.Point), step.Point]) { AnythingCanThrow = true }
                .FromEntry().Met.Contains(step.Point);

    private bool EveryPathComesTo(FlowStep step, FlowStep from, IEnumerable<FlowStep> others)
    {
        var stops = others.Where(other => from.Point.IsBefore(other.Point)).Select(static other => other.Point);
        var walk = new FlowWalk(graph, [.. stops, step.Point]) { Within = Lifetime(from) }.After(from.Point);
        return !walk.Left && walk.Met.Contains(step.Point);
    }
}
