using System.Buffers.Binary;
using System.Numerics;

namespace TypedSessions.Engines.Files;

/// <summary>CRC-32C (Castagnoli), for which processors have an instruction.</summary>
internal static class Checksum
{
    public const uint Start = uint.MaxValue;

    /// <summary>Returns the checksum of the bytes that <paramref name="crc"/> covers, followed by <paramref name="bytes"/>.</summary>
    public static uint Add(uint crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return crc;
    }
}
