using System.Buffers;
using System.Buffers.Binary;

namespace TypedSessions;

/// <summary>The ticks of the clock time (8 bytes), then the offset in minutes (2 bytes), both big-endian.</summary>
internal sealed class DateTimeOffsetCodec : SessionCodec<DateTimeOffset>
{
    private const int Size = sizeof(long) + sizeof(short);

    public override bool IsMutable => false;

    public override void Encode(DateTimeOffset value, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(Size);
        BinaryPrimitives.WriteInt64BigEndian(span, value.Ticks);
        BinaryPrimitives.WriteInt16BigEndian(span[sizeof(long)..], (short)value.TotalOffsetMinutes);
        output.Advance(Size);
    }

    public override DateTimeOffset Decode(ReadOnlySpan<byte> stored)
    {
        if (stored.Length != Size)
        {
            throw new FormatException($"A stored DateTimeOffset has {Size} bytes, not {stored.Length}.");
        }

        try
        {
            var offset = TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16BigEndian(stored[sizeof(long)..]));
            return new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(stored), offset);
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("The stored bytes are out of the range of a DateTimeOffset.", exception);
        }
    }

    internal override bool AreSame(DateTimeOffset left, DateTimeOffset right) => left.EqualsExact(right);
}
