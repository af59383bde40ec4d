using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>The binary form of a record.</summary>
internal sealed class RecordTarget : FuzzTarget
{
    private const int ExpiryAt = 33;
    private const int OwnerAt = ExpiryAt + (2 * sizeof(long));

    private SessionRecord? _read;

    public override string Name => "record";

    public override int Share => 150;

    public override IEnumerable<byte[]> Seeds => RecordCases.All().Select(SessionRecordFormat.Write);

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 512 + (4L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input) => _read = SessionRecordFormat.Read(input);

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (_read is { } record)
        {
            var written = SessionRecordFormat.Write(record);
            Require(
                SessionRecordFormat.Read(written) is { } again && RecordCases.AreSame(again, record),
                "Written again, the record is another one.");

            // Except an expiry that the library never writes, which is read as the default.
            Require(
                written.Length == input.Length && written.AsSpan(0, ExpiryAt).SequenceEqual(input.Span[..ExpiryAt])
                    && (record.IsClosed || written.AsSpan(OwnerAt).SequenceEqual(input.Span[OwnerAt..])),
                "Written again, the record has other bytes.");
        }

        return Kind(
            RecordCases.GetKind(_read),
            (_read?.OwnerScheme is null ? 0 : 1) + (_read?.Closure is null ? 0 : 1 + _read.Closure.Successors.Count),
            Magnitude(input.Length));
    }
}
