using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// A place in a body: an operation of a block, or the value by which the block branches, which comes last. Ordered as the source is.
/// </summary>
internal readonly record struct FlowPoint(BasicBlock Block, int Index)
{
    public bool IsBefore(FlowPoint other)
        => Block.Ordinal < other.Block.Ordinal || (Block.Ordinal == other.Block.Ordinal && Index < other.Index);
}
