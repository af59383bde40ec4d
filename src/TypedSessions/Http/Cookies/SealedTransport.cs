using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>
/// The transport of sessions in cookies: clients store the records, encrypted and authenticated by ASP.NET Core Data Protection. Django:
/// <c>signed_cookies</c>, which are readable.
/// </summary>
internal sealed class SealedTransport(
    IDataProtectionProvider protection, CookieEngineOptions options, SessionMetrics metrics, TimeProvider timeProvider, TimeSpan timeout)
    : ISessionTransport
{
    // Bounds the size to which an attacker's text is decompressed.
    private const int MaxPayload = 256 * 1024;

    // The bytes that Data Protection adds, the header of the record, and an owner of usual length.
    private const int Overhead = 512;

    private readonly CookieEngineOptions _options = new CookieEngineOptionsValidator().Check(options);
    private readonly IDataProtector _protector = protection.CreateProtector("TypedSessions", "Cookie", "v1");

    /// <inheritdoc/>
    public InstrumentedSessionEngine? Engine => null;

    /// <inheritdoc/>
    public bool HasFreshLoads => true;

    /// <inheritdoc/>
    public int MaxSize => (MaxLength * 3 / 4) - Overhead;

    private int MaxLength => _options.MaxCookies * CookieEngineOptions.CharactersPerCookie;

    /// <inheritdoc/>
    /// <remarks>Stops at the first text that leads to a live session.</remarks>
    public CandidateTokens Read(params IEnumerable<string> texts)
    {
        var records = new RequestRecordStore(this, timeProvider);
        var tokens = new List<SessionToken>();
        var hasRefused = false;
        foreach (var text in texts)
        {
            if (Open(text) is not { } session || !records.TryAdd(session))
            {
                hasRefused = true;
                continue;
            }

            tokens.Add(SessionToken.Unknown(session.Key));
            if (session.Record.Values.IsReadable)
            {
                break;
            }
        }

        return new SealedCandidates(
            records, new InstrumentedSessionEngine(records, metrics, timeProvider, timeout, "cookie"), [.. tokens], hasRefused);
    }

    /// <summary>Seals a session into text that cookies can carry.</summary>
    /// <exception cref="SessionEngineException">The session is too large, or the keys are not available.</exception>
    public string Seal(SessionRecordEntry session)
    {
        var text = Base64Url.EncodeToString(Protect(SealedSessionFormat.Write(session, _options.Compress)));
        return text.Length <= MaxLength ? text : throw new SessionEngineException(
            $"The session, with {session.Record.Values.Payload.Length} bytes of values, takes {text.Length} characters in cookies, " +
            $"and its limit is {MaxLength}, which is {_options.MaxCookies} cookies. " +
            "Keep large data elsewhere and its id in the session, raise " +
            $"{nameof(CookieEngineOptions)}.{nameof(CookieEngineOptions.MaxCookies)}, or use an engine that keeps sessions on the server.")
        {
            IsTransient = false,
        };
    }

    /// <summary>Opens a sealed session.</summary>
    /// <returns><see langword="null"/> for a text that was altered, is sealed with a lost key, or holds an expired session.</returns>
    /// <exception cref="SessionEngineException">The keys are not available.</exception>
    public SessionRecordEntry? Open(string text)
        => Decode(text) is { } sealedBytes
            && Unprotect(sealedBytes) is { } bytes
            && SealedSessionFormat.Read(bytes, MaxPayload) is { } session
            && !session.Record.HasExpired(timeProvider.GetUtcNow())
            ? session
            : null;

    // The decoder ignores white space and padding, which would give one session several texts.
    private static byte[]? Decode(string text)
    {
        try
        {
            var bytes = Base64Url.DecodeFromChars(text);
            return text.Length == Base64Url.GetEncodedLength(bytes.Length) ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[] Protect(byte[] bytes)
    {
        try
        {
            return _protector.Protect(bytes);
        }
        catch (CryptographicException exception)
        {
            throw new SessionEngineException("The session could not be sealed: " + exception.Message, exception);
        }
    }

    // Data Protection throws one exception for all failures. That of an altered text or a lost key has no other cause;
    // that of a key ring which cannot be read has one.
    private byte[]? Unprotect(byte[] bytes)
    {
        try
        {
            return _protector.Unprotect(bytes);
        }
        catch (CryptographicException exception) when (exception.GetBaseException() is CryptographicException)
        {
            return null;
        }
        catch (CryptographicException exception)
        {
            throw new SessionEngineException(
                $"A sealed session could not be opened because its keys are not available: {exception.GetBaseException().Message}",
                exception);
        }
    }
}
