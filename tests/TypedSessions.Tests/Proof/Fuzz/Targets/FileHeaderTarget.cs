using TypedSessions.Engines.Files;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>The two headers at the beginning of a session's file.</summary>
internal sealed class FileHeaderTarget : FuzzTarget
{
    private FileHeader? _newer;
    private FileHeader? _older;

    public override string Name => "file-header";

    public override int Share => 150;

    public override int MaxInput => 700;

    public override IEnumerable<byte[]> Seeds => FileTarget.Files().Select(file => file[..(FileHeader.BothSize)]);

    /// <summary>Eight-byte numbers at the limits of their range, and the format's magic number.</summary>
    public static IReadOnlyList<byte[]> Numbers { get; } =
    [
        "TSF4"u8.ToArray(), [0, 0, 0, 0, 0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
        [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x40, 0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 0, 0], [0, 4, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    public override IReadOnlyList<byte[]> Tokens => Numbers;

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 0;

    public override void Repair(Span<byte> input) => FileParts.RepairHeaders(input);

    public override void Feed(ReadOnlyMemory<byte> input) => (_newer, _older) = FileHeader.ReadBoth(input.Span, RecordCases.Key);

    public override int Check(ReadOnlyMemory<byte> input)
    {
        Require(_newer is not null || _older is null, "There is an older header and no newer one.");
        Require(_older is null || _newer!.Value.Generation > _older.Value.Generation, "The newer header is the older one.");
        return Kind(CheckHeader(_newer), CheckHeader(_older));
    }

    private static int CheckHeader(FileHeader? read)
    {
        if (read is not { } header)
        {
            return 0;
        }

        Require(header.BodyStart >= FileHeader.BodiesStart && header.BodyEnd >= header.BodyStart, "The body stands where no body can be.");
        Require(header.BodyLength <= Array.MaxLength, "No array could hold the body.");
        Require(header.Generation + 1 > header.Generation, "There is no generation after it.");

        Span<byte> bytes = stackalloc byte[FileHeader.BothSize];
        bytes.Clear();
        header.Write(bytes[header.Position..], RecordCases.Key);
        Require(FileHeader.ReadBoth(bytes, RecordCases.Key).Newer == header, "Written again, the header is another one.");
        return Kind(
            1, header.IsClosed ? 1 : header.IsPending ? 2 : 0, header.LastSeenAt is null ? 0 : 1,
            Magnitude(header.BodyStart), Magnitude(header.BodyLength), Math.Sign(header.Version));
    }
}
