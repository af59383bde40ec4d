using TypedSessions.Engines.Files;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>The two heads at the beginning of a session's file.</summary>
internal sealed class HeadTarget : FuzzTarget
{
    private RecordHead? _newer;
    private RecordHead? _older;

    public override string Name => "file-head";

    public override int Share => 150;

    public override int LongestInput => 700;

    public override IEnumerable<byte[]> Seeds => FileTarget.Files().Select(file => file[..(HeadFormat.SlotSize + HeadFormat.Size)]);

    /// <summary>Numbers of eight bytes at the ends of what they can be, and the mark of the format.</summary>
    public static IReadOnlyList<byte[]> Numbers { get; } =
    [
        "TSF1"u8.ToArray(), [0, 0, 0, 0, 0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x40, 0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public override IReadOnlyList<byte[]> Tokens => Numbers;

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 0;

    public override void Repair(Span<byte> input) => FileParts.RepairHeads(input);

    public override void Feed(ReadOnlyMemory<byte> input) => (_newer, _older) = HeadFormat.ReadBoth(input.Span, RecordCases.Key);

    public override int Check(ReadOnlyMemory<byte> input)
    {
        Require(_newer is not null || _older is null, "There is an older head and no newer one.");
        Require(_older is null || _newer!.Value.Generation > _older.Value.Generation, "The newer head is the older one.");
        return Kind(CheckHead(_newer), CheckHead(_older));
    }

    private static int CheckHead(RecordHead? read)
    {
        if (read is not { } head)
        {
            return 0;
        }

        Require(head.BodyStart >= HeadFormat.BodiesStart && head.BodyEnd >= head.BodyStart, "The body stands where no body can be.");
        Require(head.BodyLength <= Array.MaxLength, "No array could hold the body.");
        Require(head.Generation + 1 > head.Generation, "There is no generation after it.");

        Span<byte> bytes = stackalloc byte[HeadFormat.SlotSize + HeadFormat.Size];
        bytes.Clear();
        HeadFormat.Write(bytes[HeadFormat.PositionOf(head.Generation)..], head, RecordCases.Key);
        Require(HeadFormat.ReadBoth(bytes, RecordCases.Key).Newer == head, "Written again, the head is another one.");
        return Kind(
            1, head.Deadline is null ? 0 : 1, head.OwnerLength is null ? 0 : 1, Math.Sign(head.Expiry ?? -2), Magnitude(head.BodyStart), Magnitude(head.BodyLength), Math.Sign(head.Version));
    }
}
