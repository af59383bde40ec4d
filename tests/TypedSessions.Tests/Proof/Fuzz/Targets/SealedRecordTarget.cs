using System.Buffers.Binary;
using System.Buffers.Text;
using TypedSessions.Http.Cookies;
using TypedSessions.Storage;
using TypedSessions.Tests.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>The content of a valid seal, written by another version of the application or by an attacker with its keys.</summary>
internal sealed class SealedRecordTarget : FuzzTarget
{
    private const int MaxPayload = 256 * 1024;
    private const int SizeAt = 1;

    private readonly SealedTransport _engine = Seals.Create(
        new NoProtection(), new ManualClock(), new CookieEngineOptions { MaxCookies = CookieEngineOptions.MaxCookiesLimit });
    private SessionRecordEntry? _opened;

    public override string Name => "sealed-record";

    public override int Share => 40;

    public override IEnumerable<byte[]> Seeds =>
    [
        .. RecordCases.All().SelectMany(record => new[] { Write(record, compress: true), Write(record, compress: false) }),
        Write(Zeros(200_000), compress: true),
        Lie(Write(Zeros(10_000_000), compress: true), 1000),
        Lie(Write(Zeros(10_000_000), compress: true), MaxPayload),
    ];

    public override IReadOnlyList<byte[]> Tokens { get; } =
        [[0, 0, 0, 0, 0, 0, 0, 0x80], [0x80, 0, 0, 0, 0, 0, 0, 0], [0, 4, 0, 0], [0xFF, 0xFF], [0], [1], [2], [3]];

    // The declared payload and the memory for unpacking it.
    public override long AllocationLimit(ReadOnlySpan<byte> input)
        => 32_768 + (16L * input.Length) + (
            input.Length < SizeAt + sizeof(int) ? 0 : Math.Clamp(BinaryPrimitives.ReadInt32BigEndian(input[SizeAt..]), 0, MaxPayload));

    public override void Feed(ReadOnlyMemory<byte> input) => _opened = _engine.Open(Base64Url.EncodeToString(input.Span));

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (_opened is { } session && TrySeal(session) is { } text)
        {
            var again = _engine.Open(text);
            Require(
                again is { } same && same.Key == session.Key && RecordCases.AreSame(same.Record, session.Record),
                "Sealed again, the session is another one.");
        }

        return Kind(
            RecordCases.GetKind(_opened?.Record),
            input.Length > 1 ? input.Span[1] : -1,
            Magnitude(_opened?.Record.Values.Payload.Length ?? 0),
            _opened is null ? 0 : Magnitude(input.Length));
    }

    // A session that is too large for its cookies can only be read, as documented.
    private string? TrySeal(SessionRecordEntry session)
    {
        try
        {
            return _engine.Seal(session);
        }
        catch (SessionEngineException exception) when (!exception.IsTransient)
        {
            return null;
        }
    }

    private static byte[] Write(SessionRecord record, bool compress)
        => SealedSessionFormat.Write(new SessionRecordEntry(RecordCases.Key, record), compress);

    private static byte[] Lie(byte[] bytes, int size)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(SizeAt), size);
        return bytes;
    }

    private static SessionRecord Zeros(int count) => new()
    {
        Values = SessionValues.From([KeyValuePair.Create("zeros", new ReadOnlyMemory<byte>(new byte[count]))]),
        CreatedAt = DateTimeOffset.UnixEpoch,
        ExpiresAt = DateTimeOffset.UnixEpoch.AddYears(100),
    };
}
