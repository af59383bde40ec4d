using TypedSessions.Engines.Cache;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>A record as a cache gives it back.</summary>
internal sealed class CachedRecordTarget : FuzzTarget
{
    private CachedRecord? _read;

    public override string Name => "cached-record";

    public override int Share => 150;

    public override IEnumerable<byte[]> Seeds
        => RecordCases.All().SelectMany(
            record => new[] { Write(new CachedRecord(record)), Write(new CachedRecord(record, record.Created)) });

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 512 + (4L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input) => _read = CachedRecord.Read(input);

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (_read is { } cached)
        {
            var written = Write(cached);
            var again = CachedRecord.Read(written);
            Require(
                again is not null && RecordCases.AreSame(again.Value.Record, cached.Record) && again.Value.Confirmed == cached.Confirmed,
                "Written again, the record is another one.");

            // But for an expiry that the library has never had, which reads as the default.
            Require(
                written.AsSpan().SequenceEqual(input.Span) || written.Length == input.Length - sizeof(long),
                "Written again, the record has other bytes.");
        }

        return Kind(
            RecordCases.KindOf(_read?.Record),
            _read?.Confirmed is null ? 0 : 1,
            input.Length > 1 ? input.Span[1] : -1,
            Magnitude(input.Length));
    }

    private static byte[] Write(CachedRecord record)
    {
        var bytes = new byte[record.Size];
        record.Write(bytes);
        return bytes;
    }
}
