using System.Buffers.Binary;
using TypedSessions.Engines.Files;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>The checksums of a session's file, made right for whatever is in it: what somebody does who can write to the folder.</summary>
internal static class FileParts
{
    private const int ChecksumAt = 4;
    private const int FieldsAt = 8;
    private const int BodyStartAt = FieldsAt + (6 * sizeof(long));
    private const int OwnerLengthAt = BodyStartAt + sizeof(long);
    private const int PayloadLengthAt = OwnerLengthAt + sizeof(long);
    private const int BodyChecksumAt = PayloadLengthAt + sizeof(long);

    public static void RepairHeads(Span<byte> file)
    {
        for (var at = 0; at <= HeadFormat.SlotSize && file.Length >= at + HeadFormat.Size; at += HeadFormat.SlotSize)
        {
            var head = file.Slice(at, HeadFormat.Size);
            BinaryPrimitives.WriteUInt32LittleEndian(
                head[ChecksumAt..], Checksum.Add(Checksum.Add(Checksum.Start, RecordCases.Key.ToArray()), head[FieldsAt..]));
        }
    }

    public static void RepairBodies(Span<byte> file)
    {
        for (var at = 0; at <= HeadFormat.SlotSize && file.Length >= at + HeadFormat.Size; at += HeadFormat.SlotSize)
        {
            var head = file.Slice(at, HeadFormat.Size);
            var start = BinaryPrimitives.ReadInt64LittleEndian(head[BodyStartAt..]);
            var owner = Math.Max(BinaryPrimitives.ReadInt64LittleEndian(head[OwnerLengthAt..]), 0);
            var payload = BinaryPrimitives.ReadInt64LittleEndian(head[PayloadLengthAt..]);
            if (start >= 0
                && start <= file.Length
                && owner <= file.Length
                && payload >= 0
                && payload <= file.Length
                && start + owner + payload <= file.Length)
            {
                BinaryPrimitives.WriteInt64LittleEndian(
                    head[BodyChecksumAt..], Checksum.Add(Checksum.Start, file.Slice((int)start, (int)(owner + payload))));
            }
        }
    }
}
