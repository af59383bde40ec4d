using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>
/// The token in the browser's cookie: 256 random bits in 43 characters of base64url. A secret that grants access to the session. It is
/// never stored, logged or shown; engines and logs get its <see cref="Key"/>.
/// </summary>
internal sealed class SessionToken
{
    /// <summary>The number of characters in a token.</summary>
    public const int Length = 43;

    private const int RandomBytes = 32;

    private static readonly SearchValues<char> Alphabet
        = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    // 43 characters have 258 bits, of which the last two are zero in every token that was created here.
    private static readonly SearchValues<char> LastCharacters = SearchValues.Create("AEIMQUYcgkosw048");

    // A slice of the request's header, because few tokens are sent again.
    private readonly ReadOnlyMemory<char> _secret;

    private SessionToken(SessionKey key) => Key = key;

    private SessionToken(ReadOnlyMemory<char> secret)
    {
        _secret = secret;

        Span<byte> ascii = stackalloc byte[Length];
        Span<byte> hash = stackalloc byte[SessionKey.Size];
        Encoding.ASCII.GetBytes(secret.Span, ascii);
        SHA256.HashData(ascii, hash);
        Key = new SessionKey(hash);
    }

    /// <summary>The token's SHA-256.</summary>
    public SessionKey Key { get; }

    /// <summary>Gets a value indicating whether the secret itself is known, and not only its hash.</summary>
    public bool IsKnown => !_secret.IsEmpty;

    /// <summary>Returns a token of which only the key is known: enough to open the session, but not to send it in a cookie.</summary>
    public static SessionToken Unknown(SessionKey key) => new(key);

    /// <summary>Returns a new random token.</summary>
    public static SessionToken New()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        RandomNumberGenerator.Fill(random);
        return new SessionToken(Base64Url.EncodeToString(random).AsMemory());
    }

    /// <summary>Returns a new random token for a session that is rotated.</summary>
    /// <param name="old">The session's old key.</param>
    /// <param name="owner">The session's owner after the rotation; <see langword="null"/> for none.</param>
    /// <param name="engine">The engine. Most accept every key, Redis one of 64, and files one of 256 for the session of a user.</param>
    public static SessionToken NewAfter(SessionKey old, string? owner, InstrumentedSessionEngine engine)
    {
        var token = New();
        while (!engine.CanRotate(old, token.Key) || !engine.CanPlace(token.Key, owner))
        {
            token = New();
        }

        return token;
    }

    /// <summary>Parses a token. Returns <see langword="false"/> for malformed text, which reaches no engine.</summary>
    public static bool TryParse(ReadOnlyMemory<char> text, [NotNullWhen(true)] out SessionToken? token)
    {
        if (text.Length != Length || text.Span.ContainsAnyExcept(Alphabet) || !LastCharacters.Contains(text.Span[^1]))
        {
            token = null;
            return false;
        }

        token = new SessionToken(text);
        return true;
    }

    /// <summary>Returns the secret, for the cookie only.</summary>
    public string Reveal() => IsKnown ? _secret.ToString() : throw new InvalidOperationException("Only the key of this token is known.");

    /// <summary>Returns a text for logs and debuggers, without the secret.</summary>
    public override string ToString() => $"token of session {Key}";
}
