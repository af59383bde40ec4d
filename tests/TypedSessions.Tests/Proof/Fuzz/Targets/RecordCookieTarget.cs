using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Cookie headers with the parts of a sealed session, and any text that is split into parts and joined again.
/// </summary>
internal sealed class RecordCookieTarget : FuzzTarget
{
    private const int MaxPayload = 256 * 1024;

    private readonly SessionCookie _cookie = CookieHeaders.GetCookie(sessions =>
    {
        sessions.UseCookie(engine => engine.MaxCookies = CookieEngineOptions.MaxCookiesLimit);
        sessions.Services.AddSingleton<IDataProtectionProvider>(new NoProtection());
    });

    private CandidateTokens? _presented;

    public override string Name => "record-cookie";

    public override int Share => 30;

    public override int MaxInput => 16_384;

    public override IEnumerable<byte[]> Seeds =>
    [
        .. new[] { 10, 4000, 9000 }.SelectMany(
            size => new[] { CookieHeaders.Input(Cookies(size, 1)), CookieHeaders.Input(string.Join("; ", Cookies(size, 1).Reverse())) }),
        CookieHeaders.Input([.. Cookies(4000, 1), .. Cookies(10, 2), .. Cookies(4000, 3)]),
        CookieHeaders.Input($"{CookieHeaders.Name}-2=abcdef"),
    ];

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        Encoding.ASCII.GetBytes(CookieHeaders.Name), Encoding.ASCII.GetBytes($"; {CookieHeaders.Name}=1"),
        Encoding.ASCII.GetBytes($"; {CookieHeaders.Name}=7"),
        Encoding.ASCII.GetBytes($"; {CookieHeaders.Name}-2="), Encoding.ASCII.GetBytes($"; {CookieHeaders.Name}-7="),
        Encoding.ASCII.GetBytes($"; {CookieHeaders.Name}-8="),
        "="u8.ToArray(), ";"u8.ToArray(), "\n"u8.ToArray(), "1"u8.ToArray(), "2"u8.ToArray(), "7"u8.ToArray(), "8"u8.ToArray(), [0], [0xA0],
    ];

    // Each candidate is joined from seven parts and unpacked, up to the first valid session.
    public override long AllocationLimit(ReadOnlySpan<byte> input)
        => ((1 + input.Count(Encoding.ASCII.GetBytes($"{CookieHeaders.Name}="))) * (MaxPayload + 32_768L)) + (200L * input.Length);

    public override void Feed(ReadOnlyMemory<byte> input) => _presented = _cookie.Read(CookieHeaders.Create(input.Span));

    public override int Check(ReadOnlyMemory<byte> input)
    {
        var pairs = CookieHeaders.AfterName(CookieHeaders.Create(input.Span)).Where(
            rest => rest is ['=', ..] or ['-', >= '2' and <= '7', '=', ..])
            .ToArray();
        var firsts = pairs.Count(rest => rest[0] == '=');
        Require(_presented!.Tokens.Length <= firsts, "There are more sessions than first parts.");
        Require(_presented.Tokens.Distinct().Count() == _presented.Tokens.Length, "A session was presented twice.");
        Require(_presented.HasOnlyRefused == (pairs.Length > 0 && _presented.Tokens.Length == 0), "HasOnlyRefused has the wrong value.");

        var text = Encoding.Latin1.GetString(input.Span);
        Require(
            text.Length == 0 || Join(CookieParts.Split(text)) == text, "A text that is cut into parts and put together is another one.");
        return Kind(Math.Min(_presented.Tokens.Length, 6), Math.Min(firsts, 6), Math.Min(pairs.Length, 10), Magnitude(input.Length));
    }

    private static string? Join(string[] parts)
        => parts.Length <= CookieParts.MaxParts
            ? CookieParts.Join(parts[0], [.. parts.Skip(1).Select((part, i) => (i + 2, part.AsMemory())).Reverse()])
            : null;

    // Random bytes, so that compression does not reduce the number of parts.
    private static string[] Cookies(int size, int number)
    {
        var noise = new byte[size];
        new Random(number).NextBytes(noise);
        var record = new SessionRecord
        {
            Values = SessionValues.From([KeyValuePair.Create("noise", new ReadOnlyMemory<byte>(noise))]),
            CreatedAt = new ManualClock().GetUtcNow(),
            ExpiresAt = new ManualClock().GetUtcNow().AddYears(20),
            Version = number,
        };
        var key = RecordCases.Key.ToArray();
        key[0] = (byte)number;
        var engine = Seals.Create(
            new NoProtection(), new ManualClock(), new CookieEngineOptions { MaxCookies = CookieEngineOptions.MaxCookiesLimit });
        var parts = CookieParts.Split(engine.Seal(new SessionRecordEntry(new SessionKey(key), record)));
        return [.. parts.Select((part, i) => $"{CookieHeaders.Name}{(i == 0 ? "" : $"-{i + 1}")}={part}")];
    }
}
