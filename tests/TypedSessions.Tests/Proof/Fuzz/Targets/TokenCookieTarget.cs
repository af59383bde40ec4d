using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using TypedSessions.Http.Cookies;
using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>
/// Cookie headers with tokens. Only well-formed tokens are read, each once and in their order.
/// </summary>
internal sealed class TokenCookieTarget : FuzzTarget
{
    private readonly SessionCookie _cookie = CookieHeaders.GetCookie(sessions => sessions.UseMemory());
    private CandidateTokens? _presented;

    public override string Name => "token-cookie";

    public override int Share => 80;

    public override IEnumerable<byte[]> Seeds =>
    [
        CookieHeaders.Input(""),
        CookieHeaders.Input($"{CookieHeaders.Name}={Token(1)}"),
        CookieHeaders.Input($"a=b; {CookieHeaders.Name}={Token(1)}; c=d", $"{CookieHeaders.Name}={Token(2)}"),
        CookieHeaders.Input(string.Join("; ", Enumerable.Range(1, 6).Select(i => $"{CookieHeaders.Name}={Token(i)}"))),
        CookieHeaders.Input(
            $"{CookieHeaders.Name}=; {CookieHeaders.Name}; {CookieHeaders.Name}x={Token(1)};;{CookieHeaders.Name}={Token(1)[..42]}"),
    ];

    public override IReadOnlyList<byte[]> Tokens { get; } =
    [
        Encoding.ASCII.GetBytes(CookieHeaders.Name), Encoding.ASCII.GetBytes($"{CookieHeaders.Name}={Token(3)};"),
        Encoding.ASCII.GetBytes(Token(4)), "="u8.ToArray(), ";"u8.ToArray(), "; "u8.ToArray(),
        "\n"u8.ToArray(), "\""u8.ToArray(), "%41"u8.ToArray(), [0], [0xA0], [0x85], "-2="u8.ToArray(),
    ];

    public override long AllocationLimit(ReadOnlySpan<byte> input) => 2048 + (40L * input.Length);

    /// <summary>A constant token.</summary>
    public static string Token(int number) => Base64Url.EncodeToString(SHA256.HashData([(byte)number]));

    public override void Feed(ReadOnlyMemory<byte> input) => _presented = _cookie.Read(CookieHeaders.Create(input.Span));

    public override int Check(ReadOnlyMemory<byte> input)
    {
        var texts = GetTexts(CookieHeaders.Create(input.Span));
        var expected = texts.Where(IsToken).Distinct().ToArray();
        Require(_presented!.Tokens.Select(token => token.Reveal()).SequenceEqual(expected), "Other tokens were taken than were presented.");
        Require(_presented.Tokens.All(IsOfItsKey), "A token has another key than its hash.");
        Require(_presented.HasOnlyRefused == (texts.Length > 0 && expected.Length == 0), "HasOnlyRefused has the wrong value.");
        return Kind(Math.Min(expected.Length, 6), Math.Min(texts.Length, 8), Magnitude(input.Length));
    }

    private static string[] GetTexts(StringValues headers)
        => [.. CookieHeaders.AfterName(headers).Where(rest => rest.StartsWith('=')).Select(rest => rest[1..])];

    // Unlike the library, encodes the decoded bytes again and compares the texts.
    private static bool IsToken(string text)
    {
        Span<byte> bytes = stackalloc byte[64];
        return text.Length == 43 && Base64Url.IsValid(text) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            && Base64Url.TryDecodeFromChars(text, bytes, out var written) && Base64Url.EncodeToString(bytes[..written]) == text;
    }

    private static bool IsOfItsKey(SessionToken token)
        => token.Key == new SessionKey(SHA256.HashData(Encoding.ASCII.GetBytes(token.Reveal())));
}
