using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.EntityFrameworkCore;

namespace TypedSessions;

/// <summary>
/// A stored session as an entity of your own context: to be queried, joined, looked into and
/// deleted. Nothing is stored through it, because the engine alone stores sessions: to change
/// one, open it by <see cref="ISessionManager.OpenAsync(SessionKey, bool, CancellationToken)"/>.
/// </summary>
/// <remarks>
/// A row that has expired stays in the table until it is cleared, and its session is gone all
/// the same: ask for <see cref="ExpiresAt"/> in queries. The closed copies that rotations leave
/// are rows too, and every query leaves them out unless it says <c>IgnoreQueryFilters()</c>.
/// </remarks>
public sealed class SessionRow
{
    // What goes into the column, as the meaning of some numbers hangs on ExpiresAt.
    private readonly long? _expiry;

    /// <summary>
    /// Gets the key: the SHA-256 of the cookie's token. Its text is
    /// <c>ISession.Id</c>, and <see cref="SessionKey.TryParse"/> reads it back.
    /// </summary>
    public required SessionKey Key { get; init; }

    /// <summary>Gets the time at which the session was first stored.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the time at which the session expires.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Gets the end of the absolute lifetime, which no renewal exceeds; <see langword="null"/> for none.</summary>
    public DateTimeOffset? AbsoluteExpiration { get; init; }

    /// <summary>
    /// Gets the number of times that the session was stored: 1 when it is created, one more with each update and rotation.
    /// </summary>
    public long Version { get; init; } = 1;

    /// <summary>
    /// Gets the expiry that <see cref="ExpiresAt"/> was computed from. Not for queries, because the database stores it as a number.
    /// </summary>
    public SessionExpiry Expiry
    {
        get => SessionExpiry.FromStoredValue(_expiry, ExpiresAt);
        init => _expiry = value.ToStoredValue();
    }

    /// <summary>Gets the id of the user who signed in; <see langword="null"/> until then.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the authentication scheme whose sign-in set <see cref="Owner"/>; <see langword="null"/> if the application set it.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>
    /// Gets the data of a closed copy, which a rotation leaves under the old key; <see
    /// langword="null"/> in a live session. Not for queries.
    /// </summary>
    public SessionClosure? Closure { get; init; }

    /// <summary>Gets the session's values. Not for queries, because the database stores them as one payload.</summary>
    public required SessionValues Values { get; init; }

    private RowSession Session => field ??= new RowSession(this);

    /// <summary>
    /// Returns a model of the values: <c>row.As&lt;ShopSession&gt;().UserName</c>. Setting a property
    /// throws, and values that are changed in place are not stored.
    /// </summary>
    public T As<T>()
        where T : class, ISessionModel<T>
        => Session.As<T>();

    /// <summary>Returns whether the session has the key.</summary>
    public bool Contains(string key) => Values.TryGet(key, out _);

    /// <summary>Returns the value of a key; the type's default if it is absent or of another type. For code that has no model.</summary>
    [RequiresUnreferencedCode(Reflection.Message)]
    [RequiresDynamicCode(Reflection.Message)]
    public T? Get<T>(string key) => Session.Get<T>(key);

    /// <summary>Returns the value of a key, or <paramref name="defaultValue"/> if it is absent or of another type.</summary>
    [RequiresUnreferencedCode(Reflection.Message)]
    [RequiresDynamicCode(Reflection.Message)]
    public T Get<T>(string key, T defaultValue) => Session.Get(key, defaultValue);

    /// <summary>Returns the value of a key, read by a codec of your choice: <c>row.Get("visits", SessionCodec.Int32)</c>.</summary>
    public T? Get<T>(string key, SessionCodec<T> codec) => Session.Get(key, codec);

    /// <summary>
    /// Returns the value of a key, or <paramref name="defaultValue"/> if it is absent or of another type, read by a codec of your choice.
    /// </summary>
    public T Get<T>(string key, SessionCodec<T> codec, T defaultValue) => Session.Get(key, codec, defaultValue);

    private static class Reflection
    {
        public const string Message = "What is not a scalar is read as JSON by reflection, which does not work in trimmed applications. "
            + "Name the codec there: SessionCodec.Int32, SessionCodec.Json(AppJson.Default.Cart).";
    }
}
