using System.Buffers.Binary;
using TypedSessions.Engines.Files;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Corrects the checksums of a session's file, as anyone with write access to the folder can.</summary>
internal static class FileParts
{
    private const int ChecksumAt = 4;
    private const int FieldsAt = 8;
    private const int BodyStartAt = FieldsAt + (4 * sizeof(long));
    private const int BodyLengthAt = BodyStartAt + sizeof(long);
    private const int BodyChecksumAt = BodyLengthAt + sizeof(long);

    public static void RepairHeaders(Span<byte> file)
    {
        for (var at = 0; at <= FileHeader.SlotSize && file.Length >= at + FileHeader.Size; at += FileHeader.SlotSize)
        {
            var header = file.Slice(at, FileHeader.Size);
            BinaryPrimitives.WriteUInt32LittleEndian(
                header[ChecksumAt..], Checksum.Add(Checksum.Add(Checksum.Start, RecordCases.Key.ToArray()), header[FieldsAt..]));
        }
    }

    public static void RepairBodies(Span<byte> file)
    {
        for (var at = 0; at <= FileHeader.SlotSize && file.Length >= at + FileHeader.Size; at += FileHeader.SlotSize)
        {
            var header = file.Slice(at, FileHeader.Size);
            var start = BinaryPrimitives.ReadInt64LittleEndian(header[BodyStartAt..]);
            var length = BinaryPrimitives.ReadInt64LittleEndian(header[BodyLengthAt..]);
            if (start >= 0 && start <= file.Length && length >= 0 && length <= file.Length - start)
            {
                BinaryPrimitives.WriteInt64LittleEndian(
                    header[BodyChecksumAt..], Checksum.Add(Checksum.Start, file.Slice((int)start, (int)length)));
            }
        }
    }
}
