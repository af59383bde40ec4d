using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace TypedSessions.Engines.Cookie;

/// <summary>
/// Keeps sessions in their visitors' cookies: the whole record, encrypted and authenticated by
/// ASP.NET Core Data Protection, with its end inside the seal. No store, no clean-up; every node
/// that shares the key ring can read them. Django: <c>signed_cookies</c>, which visitors can read.
/// </summary>
/// <remarks>
/// What a server does not keep it cannot take back, so this engine does not promise:
/// <list type="bullet">
/// <item>Revocation. A logout, a rotation and an abandonment delete the browser's copy; who has another copy of the cookie can present it until the session that it holds expires. Set
/// <c>AbsoluteLifetime</c>, and keep what must end at once (a login to a bank) in another engine.</item>
/// <item>Merging. Of two parallel requests of one browser that both change the session, the later response wins as a whole: what the other one changed is lost, other keys included.</item>
/// <item>To be looked over: nobody can list, count, open by key or end the sessions of others.</item>
/// <item>Changes after the response has started: they could not reach the browser, and throw.</item>
/// </list>
/// It is as durable, and as widely shared, as the key ring: persist it, and give all nodes the same one.
/// </remarks>
public sealed class CookieSessionEngine : IClientSessionEngine
{
    // Whatever the options say: nothing that claims to be larger is unpacked.
    private const int LargestPayload = 256 * 1024;

    // What Data Protection adds, the header of the record, and an owner of ordinary length.
    private const int Overhead = 512;

    private readonly IDataProtector _protector;
    private readonly TimeProvider _clock;
    private readonly CookieEngineOptions _options;

    /// <summary>An engine that seals with the keys of a provider.</summary>
    /// <param name="protection">What encrypts and authenticates.</param>
    /// <param name="clock">What tells the time.</param>
    /// <param name="options">The engine's bounds; <see langword="null"/> for the defaults.</param>
    public CookieSessionEngine(IDataProtectionProvider protection, TimeProvider clock, CookieEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(protection);
        ArgumentNullException.ThrowIfNull(clock);
        _protector = protection.CreateProtector("TypedSessions", "Cookie", "v1");
        _clock = clock;
        _options = options ?? new CookieEngineOptions();
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees => SessionGuarantees.Durable | SessionGuarantees.Shared | SessionGuarantees.FreshLoads;

    /// <inheritdoc/>
    public int MaxSize => (MaxLength * 3 / 4) - Overhead;

    private int MaxLength => _options.MaxCookies * CookieEngineOptions.CharactersPerCookie;

    /// <inheritdoc/>
    public StoredSession? Open(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Decode(text) is { } sealedBytes
            && Unprotect(sealedBytes) is { } bytes
            && RecordFormat.Read(bytes, LargestPayload) is { } session
            && !session.Record.HasExpired(_clock.GetUtcNow())
            ? session
            : null;
    }

    /// <inheritdoc/>
    public string Seal(StoredSession session)
    {
        var text = Base64Url.EncodeToString(Protect(RecordFormat.Write(session, _options.Compress)));
        return text.Length <= MaxLength ? text : throw new SessionEngineException(
            $"The session takes {text.Length} characters when it is sealed for cookies, and its limit is {MaxLength}, which is {_options.MaxCookies} cookies. " +
            $"Its values take {session.Record.Values.Payload.Length} bytes. Keep large data elsewhere and its id in the session, raise " +
            $"{nameof(CookieEngineOptions)}.{nameof(CookieEngineOptions.MaxCookies)}, or use an engine that keeps sessions on the server.")
        {
            IsTransient = false,
        };
    }

    /// <summary>Not to be had: a record cannot be found without its cookie.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken) => throw NothingIsKept();

    /// <inheritdoc cref="LoadAsync"/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken) => throw NothingIsKept();

    /// <inheritdoc cref="LoadAsync"/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => throw NothingIsKept();

    /// <inheritdoc cref="LoadAsync"/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
        => throw NothingIsKept();

    /// <inheritdoc cref="LoadAsync"/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken) => throw NothingIsKept();

    /// <summary>Nothing to do: nothing is kept.</summary>
    public ValueTask<int> RemoveExpiredAsync(int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(0);
    }

    private static NotSupportedException NothingIsKept() => new(
        "Sessions of the cookie engine are with their visitors: they cannot be opened, changed or ended without the cookie. Keep sessions in a database for that.");

    // One session, one text. The decoder refuses bits behind the last byte, and
    // passes over white space and padding, which make a text longer.
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

    // Data Protection has one exception for all. That of an altered text, or of a key that is
    // gone, comes from itself; that of a key ring which cannot be read has a cause from elsewhere.
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
                "A sealed session could not be opened, because its keys cannot be had: " + exception.GetBaseException().Message, exception);
        }
    }
}
