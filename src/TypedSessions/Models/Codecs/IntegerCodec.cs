using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace TypedSessions;

/// <summary>Integers, big-endian, in as many bytes as the type has.</summary>
internal sealed class IntegerCodec<T> : SessionCodec<T>
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    public override bool IsMutable => false;

    public override void Encode(T value, IBufferWriter<byte> output)
    {
        value.TryWriteBigEndian(output.GetSpan(Unsafe.SizeOf<T>()), out var written);
        output.Advance(written);
    }

    public override T Decode(ReadOnlySpan<byte> stored)
        => stored.Length == Unsafe.SizeOf<T>() && T.TryReadBigEndian(stored, isUnsigned: T.IsZero(T.MinValue), out var value)
            ? value
            : throw new FormatException($"A stored {typeof(T).Name} has {Unsafe.SizeOf<T>()} bytes, not {stored.Length}.");

    internal override bool AreSame(T left, T right) => left == right;
}
