using System.Buffers;
using System.Buffers.Binary;

namespace TypedSessions.Models.Codecs;

/// <summary>The ticks of the clock time (8 bytes), then the offset in minutes (2 bytes), both big-endian.</summary>
internal sealed class DateTimeOffsetCodec : ImmutableCodec<DateTimeOffset>
{
    private const int Size = sizeof(long) + sizeof(short);

    public override void Encode(DateTimeOffset value, IBufferWriter<byte> output)
    {
        var span = output.GetSpan(Size);
        BinaryPrimitives.WriteInt64BigEndian(span, value.Ticks);
        BinaryPrimitives.WriteInt16BigEndian(span[sizeof(long)..], (short)value.TotalOffsetMinutes);
        output.Advance(Size);
    }

    public override DateTimeOffset Decode(ReadOnlySpan<byte> stored)
    {
        try
        {
            return stored.Length switch
            {
                Size => new DateTimeOffset(
                    BinaryPrimitives.ReadInt64BigEndian(stored),
                    TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16BigEndian(stored[sizeof(long)..]))),

                // A DateTime, which an earlier version of the property stored. Without a kind it is local time.
                sizeof(long) => DateTime.FromBinary(BinaryPrimitives.ReadInt64BigEndian(stored)),
                _ => throw new FormatException($"A stored DateTimeOffset has {Size} bytes, not {stored.Length}."),
            };
        }
        catch (ArgumentException exception)
        {
            throw new FormatException("The stored bytes are out of the range of a DateTimeOffset.", exception);
        }
    }

    internal override bool AreSame(DateTimeOffset left, DateTimeOffset right) => left.EqualsExact(right);
}
