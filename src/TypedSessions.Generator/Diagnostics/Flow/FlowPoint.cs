using Microsoft.CodeAnalysis.FlowAnalysis;

namespace TypedSessions.Generator.Diagnostics.Flow;

/// <summary>
/// A position in a body: an operation of a block, or the block's branch value, which comes last. Ordered like the source.
/// </summary>
internal readonly record struct FlowPoint(BasicBlock Block, int Index)
{
    public bool IsBefore(FlowPoint other)
        => Block.Ordinal < other.Block.Ordinal || (Block.Ordinal == other.Block.Ordinal && Index < other.Index);
}
