using System.Buffers;
using System.Text.Json;

namespace TypedSessions.Models.Codecs;

/// <summary>A nullable value type. <see langword="null"/> is an absent key, so only values reach the codec inside.</summary>
internal sealed class NullableCodec<T>(SessionCodec<T> codec) : SessionCodec<T?>
    where T : struct
{
    public override bool IsMutable => codec.IsMutable;

    public override void Encode(T? value, IBufferWriter<byte> output) => codec.Encode(value!.Value, output);

    public override T? Decode(ReadOnlySpan<byte> stored) => codec.Decode(stored);

    internal override void ThrowIfLost(T? value, ReadOnlySpan<byte> encoded, bool verifyEachValue)
        => codec.ThrowIfLost(value!.Value, encoded, verifyEachValue);

    internal override bool IsAmbiguous(ReadOnlySpan<byte> stored) => codec.IsAmbiguous(stored);

    internal override SessionCodec<T?> With(JsonSerializerOptions? options)
        => codec.With(options) is var other && ReferenceEquals(other, codec) ? this : new NullableCodec<T>(other);

    internal override bool AreSame(T? left, T? right)
        => left.HasValue == right.HasValue && (!left.HasValue || codec.AreSame(left.GetValueOrDefault(), right.GetValueOrDefault()));
}
