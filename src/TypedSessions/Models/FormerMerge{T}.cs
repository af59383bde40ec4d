using System.Buffers;

namespace TypedSessions.Models;

/// <summary>Merges changes that are stored in the form of a former key, in the property's own form.</summary>
/// <param name="property">The property.</param>
/// <param name="codec">The property's codec.</param>
/// <param name="former">The codec of the former key.</param>
internal sealed class FormerMerge<T>(SessionProperty<T> property, SessionCodec<T> codec, SessionCodec<T> former) : SessionValueMerge
{
    /// <inheritdoc/>
    internal override MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs)
    {
        try
        {
            var merge = new PropertyMerge<T>(property, codec) { Base = Convert(Base, former, codec) };
            var merged = merge.Merge(Convert(mine, former, codec), Convert(theirs, former, codec));
            return merged with { Value = Convert(merged.Value, codec, former) };
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // Conversions are application code. Values that cannot be converted are replaced.
            return new MergedValue(mine, HasOverlap: true);
        }
    }

    private static ReadOnlyMemory<byte>? Convert(ReadOnlyMemory<byte>? value, SessionCodec<T> from, SessionCodec<T> to)
    {
        if (value is not { } stored)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>();
        to.Encode(from.Decode(stored.Span), buffer);
        return buffer.WrittenMemory;
    }
}
