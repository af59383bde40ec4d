using System.Text;
using Microsoft.AspNetCore.Http;
using TypedSessions.Storage;
using TypedSessions.Tests.Models;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// A site whose store returns arbitrary values: a byte that selects the page, and the payload. Only the page that changes an unreadable
/// value in place fails, and pages that only read store nothing.
/// </summary>
internal sealed class ValuesSiteTarget : FuzzTarget
{
    private readonly OneRecordEngine _engine = new();
    private readonly FuzzSite _site;
    private readonly string _cookie = $"{CookieHeaders.Name}={TokenCookieTarget.Token(1)}";
    private DirectResponse _response = new();

    public ValuesSiteTarget() => _site = new FuzzSite(sessions => sessions.UseEngine(_ => _engine));

    public override string Name => "site-values";

    public override int Share => 20;

    public override IEnumerable<byte[]> Seeds
        => Enumerable.Range(0, 8).SelectMany(
            page => PayloadTarget.Payloads().Append(Full()).Append(Odd()).Select(values => (byte[])[(byte)page, .. values.Payload.Span]));

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        .. new[]
        {
            "\u0002~a", "\u0002~f", "\u0002~g", "\u0002~h", "\u0002~i", "[]", "[{}]", "{}", "null", "{\"x\":1e999}", "1e999",
            "{\"Next\":{}}", "[{\"Count\":1}]",
        }.Select(Encoding.UTF8.GetBytes),
        [0x80, 0x01], [0xED, 0xA0, 0x80], [0x80, 0x00],
    ];

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 262_144 + (512L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input)
    {
        if (!input.IsEmpty)
        {
            _engine.Values = SessionValues.FromPayload(input[1..]);
            _engine.Writes = 0;
            _response = _site.Get(input.Span[0], _cookie);
        }
    }

    public override int Check(ReadOnlyMemory<byte> input)
    {
        if (input.IsEmpty)
        {
            return 0;
        }

        var page = input.Span[0];
        var isRefused = page % 8 == 2 && _response.Failure is InvalidOperationException && _engine.Writes == 0;
        Require(isRefused || _response is { Failure: null, StatusCode: 200 }, $"The answer is {_response.StatusCode}: {_response.Failure}");
        Require(!FuzzSite.IsReading(page) || _engine.Writes == 0, "A page that only reads has stored something.");
        return Kind(
            page % 8,
            _engine.Values.IsReadable ? 1 : 0,
            _engine.Writes,
            Math.Min(_engine.Values.Count, 12),
            (int)_response.Written.Length % 64,
            _response.Cookies.Count());
    }

    public override void Dispose() => _site.Dispose();

    private static SessionValues Full()
    {
        var session = new FuzzSession
        {
            Name = "Ada",
            Count = 3,
            When = DateTimeOffset.UnixEpoch,
            Price = 1.20m,
            Address = new Uri("https://example.org/"),
            Lines = [new CartLine { Product = "hat", Count = 2 }],
            Prices = new() { ["hat"] = 1.5 },
            Note = new FuzzNote { Text = "a", Next = new FuzzNote() },
            Picture = [1, 2, 3],
            Day = DayOfWeek.Friday,
        };
        return SessionValues.From(
            session.Session.Keys.Select(
                key => KeyValuePair.Create(key, new ReadOnlyMemory<byte>(SessionExtensions.Get(session.Session, key)))));
    }

    // Formats of other serializers and other versions of an application.
    private static SessionValues Odd() => SessionValues.From(new Dictionary<string, string>
    {
        ["~a"] = "Ada",
        ["~f"] = """[ { "Product" : "hat", "Colour" : "red" } ]""",
        ["~g"] = """{ "hat" : 1, "cap" : 1.50, "coat" : 1e999 }""",
        ["~h"] = """{ "Text" : "a" }""",
    }.Select(pair => KeyValuePair.Create(pair.Key, new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(pair.Value)))));
}
