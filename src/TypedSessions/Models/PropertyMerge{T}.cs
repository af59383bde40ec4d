using System.Buffers;
using System.Text.Json;
using TypedSessions.Models.Merging;

namespace TypedSessions.Models;

/// <summary>Merges a change of one property, as its plan specifies.</summary>
internal sealed class PropertyMerge<T>(SessionProperty<T> property, SessionCodec<T> codec) : SessionValueMerge, IStoredForm
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Default => property.Default is { } value ? Encode(value) : default(ReadOnlyMemory<byte>?);

    /// <inheritdoc/>
    public JsonSerializerOptions? JsonOptions => codec.JsonOptions;

    /// <summary>Gets the value that the change was made to, if that was read from a former key.</summary>
    public ReadOnlyMemory<byte>? Upgraded { get; init; }

    /// <inheritdoc/>
    public byte[]? Rewrite(ReadOnlyMemory<byte> stored)
    {
        try
        {
            return Encode(codec.Decode(stored.Span));
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    internal override MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs)
        => property.Merge!.Merge(new ValueVersions(Base ?? Upgraded, mine, theirs), this);

    private byte[] Encode(T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        codec.Encode(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }
}
