using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;

namespace TypedSessions.Models.Codecs;

/// <summary>Integers, big-endian, in as many bytes as the type has.</summary>
/// <param name="json">
/// Reads JSON numbers too, and narrower integers, which an earlier version of a property may have stored. Bytes that are valid in both
/// forms are read as binary. <see langword="null"/> to read the binary form only.
/// </param>
internal sealed class IntegerCodec<T>(JsonConverter<T>? json = null) : ImmutableCodec<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override void Encode(T value, IBufferWriter<byte> output)
    {
        value.TryWriteBigEndian(output.GetSpan(Unsafe.SizeOf<T>()), out var written);
        output.Advance(written);
    }

    public override T Decode(ReadOnlySpan<byte> stored)
        => stored.Length == Unsafe.SizeOf<T>() && TryReadBigEndian(stored, out var value)
            ? value
            : DecodeOther(stored);

    private static bool TryReadBigEndian(ReadOnlySpan<byte> stored, out T value)
        => T.TryReadBigEndian(stored, isUnsigned: T.IsZero(T.MinValue), out value);

    private static bool IsNarrowerInteger(ReadOnlySpan<byte> stored)
        => stored.Length < Unsafe.SizeOf<T>() && BitOperations.IsPow2(stored.Length) && typeof(T) != typeof(char);

    private T DecodeOther(ReadOnlySpan<byte> stored)
    {
        if (json is not null
            && (JsonScalar.TryRead(stored, json, out var value)
                || (IsNarrowerInteger(stored) && TryReadBigEndian(stored, out value))))
        {
            return value;
        }

        throw new FormatException($"A stored {typeof(T).Name} has {Unsafe.SizeOf<T>()} bytes, not {stored.Length}.");
    }

    // The bytes of small integers are too often those of a number in text.
    internal override bool IsAmbiguous(ReadOnlySpan<byte> stored)
        => json is not null
            && stored.Length >= sizeof(int)
            && stored.Length == Unsafe.SizeOf<T>()
            && JsonScalar.IsNumber(stored)
            && JsonScalar.TryRead(stored, json, out _);

    internal override bool AreSame(T left, T right) => left == right;
}
