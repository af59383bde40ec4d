using System.Buffers;

namespace TypedSessions.Models.Codecs;

/// <summary>Values that are stored as values of a simpler immutable type, which they map to one to one.</summary>
/// <param name="codec">The codec of the simpler type.</param>
/// <param name="store">Converts a value to its stored type.</param>
/// <param name="restore">
/// Converts a stored value back. An <see cref="ArgumentException"/> or <see cref="OverflowException"/> means that it is invalid.
/// </param>
internal sealed class MappedCodec<T, TStored>(SessionCodec<TStored> codec, Func<T, TStored> store, Func<TStored, T> restore)
    : ImmutableCodec<T>
{
    public override void Encode(T value, IBufferWriter<byte> output) => codec.Encode(store(value), output);

    public override T Decode(ReadOnlySpan<byte> stored)
    {
        var value = codec.Decode(stored);
        try
        {
            return restore(value);
        }
        catch (Exception exception) when (exception is ArgumentException or OverflowException)
        {
            throw new FormatException($"The stored bytes are out of the range of a {typeof(T).Name}.", exception);
        }
    }

    internal override bool AreSame(T left, T right) => codec.AreSame(store(left), store(right));
}
