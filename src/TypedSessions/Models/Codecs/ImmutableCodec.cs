namespace TypedSessions.Models.Codecs;

/// <summary>A codec of the library for immutable values, which always survive encoding and decoding.</summary>
internal abstract class ImmutableCodec<T> : SessionCodec<T>
{
    public sealed override bool IsMutable => false;

    internal sealed override void ThrowIfLost(T value, ReadOnlySpan<byte> encoded, bool verifyEachValue)
    {
    }
}
