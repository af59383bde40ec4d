using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Storage;

public sealed class SessionRecordFormatTests
{
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SessionRecord Record = new()
    {
        Values = Values(("a", "1"), ("ключ", "значение")),
        CreatedAt = Start,
        ExpiresAt = Start.AddDays(14),
        Expiry = SessionExpiry.At(Start.AddDays(20)),
        AbsoluteExpiration = Start.AddDays(30),
        Version = 7_000_000_000,
        Owner = "Ada ✓",
        OwnerScheme = "Cookies",
        Account = new()
        {
            SignedInAt = Start.AddDays(-1),
            LastSeenAt = Start,
            Device = new() { UserAgent = "Firefox ✓", SignInAddress = "203.0.113.0/24", LastAddress = "2001:db8:1::/48", Label = "Phone" },
        },
        Closure = new() { Successors = [NewKey(), NewKey()], Owner = "", Expiry = SessionExpiry.At(Start) },
    };

    public static TheoryData<SessionExpiry> Expiries =>
    [
        SessionExpiry.Default, SessionExpiry.WithBrowser, SessionExpiry.Idle(TimeSpan.FromHours(1)),
        SessionExpiry.WithBrowserOrIdle(TimeSpan.FromHours(1)), SessionExpiry.At(Start),
    ];

    [Theory]
    [MemberData(nameof(Expiries))]
    public void A_record_is_read_as_it_was_written(SessionExpiry expiry)
    {
        AssertReadsAs(Record with { Expiry = expiry });
        AssertReadsAs(new() { Values = SessionValues.Empty, CreatedAt = Start, ExpiresAt = Start, Expiry = expiry });
        AssertReadsAs(Record with { Account = null });
        AssertReadsAs(Record with { Account = new() { LastSeenAt = Start } });
    }

    [Fact]
    public void Bytes_that_are_cut_off_or_continued_or_of_another_version_are_unreadable()
    {
        var bytes = SessionRecordFormat.Write(Record);
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.Null(SessionRecordFormat.Read(bytes[..length])));
        Assert.Null(SessionRecordFormat.Read((byte[])[1, .. bytes[1..]]));
        Assert.Null(SessionRecordFormat.Read((byte[])[3, .. bytes[1..]]));
        Assert.Null(SessionRecordFormat.Read((byte[])[.. bytes, 0]));
    }

    [Fact]
    public void A_closed_copy_whose_closure_is_unreadable_is_not_a_live_record()
    {
        var bytes = SessionRecordFormat.Write(Record);
        bytes[bytes.AsSpan().IndexOf(Record.Closure!.ToBytes())] = 3;
        Assert.Null(SessionRecordFormat.Read(bytes));
    }

    [Fact]
    public void Unreadable_values_are_read_as_unreadable()
        => Assert.False(
            SessionRecordFormat.Read(SessionRecordFormat.Write(Record with { Values = UnreadableValues() }))!.Values.IsReadable);

    private static void AssertReadsAs(SessionRecord record)
    {
        var read = SessionRecordFormat.Read(SessionRecordFormat.Write(record))!;
        Assert.Equal(record.Values.Payload.ToArray(), read.Values.Payload.ToArray());
        Assert.Equal(record.Closure?.ToBytes(), read.Closure?.ToBytes());
        Assert.Equal(record, read with { Values = record.Values, Closure = record.Closure });
    }
}
