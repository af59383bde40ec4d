using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;
using TypedSessions.Dictionary;
using TypedSessions.EntityFrameworkCore;

namespace TypedSessions;

/// <summary>
/// A stored session as an entity of a context, to query, join and delete. Sessions cannot be changed through it: open one with
/// <see cref="ISessionManager.OpenAsync(SessionKey, bool, CancellationToken)"/> instead.
/// </summary>
/// <remarks>
/// Expired rows stay in the table until the cleanup removes them, so filter by <see cref="ExpiresAt"/>. Closed copies that rotations leave
/// are rows too; queries exclude them unless they call <c>IgnoreQueryFilters()</c>.
/// </remarks>
public sealed class SessionRow
{
    // The stored column; the meaning of some values depends on ExpiresAt.
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
    /// Gets the number of times that the session was stored: 1 at its creation, and one more for each update and rotation.
    /// </summary>
    public long Version { get; init; } = 1;

    /// <summary>
    /// Gets the expiry from which <see cref="ExpiresAt"/> was computed. Not for queries, because the database stores it as a number.
    /// </summary>
    public SessionExpiry Expiry
    {
        get => SessionExpiry.FromStoredValue(_expiry, ExpiresAt);
        init => _expiry = value.ToStoredValue();
    }

    /// <summary>Gets the id of the user to whom the session belongs; <see langword="null"/> for none.</summary>
    public string? Owner { get; init; }

    /// <summary>
    /// Gets the authentication scheme whose sign-in set <see cref="Owner"/>; <see langword="null"/> if the application set it.
    /// </summary>
    public string? OwnerScheme { get; init; }

    /// <summary>
    /// Gets the time at which the user signed in or last confirmed the sign-in; <see langword="null"/> if it is not known.
    /// </summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>
    /// Gets the stored time of the user's last use of the session, which is updated at an interval; <see langword="null"/> without a user.
    /// </summary>
    public DateTimeOffset? LastSeenAt { get; init; }

    /// <summary>
    /// Gets the user's device; <see langword="null"/> if it is not known. Not for queries, because the database stores it as bytes.
    /// </summary>
    public SessionDevice? Device { get; init; }

    /// <summary>
    /// Gets the data of a closed copy, which a rotation leaves under the old key; <see langword="null"/> in a live session. Not for
    /// queries.
    /// </summary>
    public SessionClosure? Closure { get; init; }

    /// <summary>Gets the session's values. Not for queries, because the database stores them as one payload.</summary>
    public required SessionValues Values { get; init; }

    private ReadOnlyRowSession Session => field ??= new ReadOnlyRowSession(this);

    /// <summary>
    /// Returns a model of the values: <c>row.As&lt;ShopSession&gt;().UserName</c>. Setting a property throws, and values changed in place
    /// are not stored.
    /// </summary>
    public T As<T>()
        where T : class, ISessionModel<T>
        => Session.As<T>();

    /// <summary>Returns whether the session has the key.</summary>
    public bool Contains(string key) => Values.TryGet(key, out _);

    /// <summary>
    /// Returns the value of a key; the type's default if it is absent or of another type. Use it for keys without a model.
    /// </summary>
    [RequiresUnreferencedCode(Reflection.Message)]
    [RequiresDynamicCode(Reflection.Message)]
    public T? Get<T>(string key) => Session.Get<T>(key);

    /// <summary>Returns the value of a key, or <paramref name="defaultValue"/> if it is absent or of another type.</summary>
    [RequiresUnreferencedCode(Reflection.Message)]
    [RequiresDynamicCode(Reflection.Message)]
    public T Get<T>(string key, T defaultValue) => Session.Get(key, defaultValue);

    /// <summary>Returns the value of a key, read by the given codec: <c>row.Get("visits", SessionCodec.Int32)</c>.</summary>
    public T? Get<T>(string key, SessionCodec<T> codec) => Session.Get(key, codec);

    /// <summary>
    /// Returns the value of a key, read by the given codec, or <paramref name="defaultValue"/> if it is absent or of another type.
    /// </summary>
    public T Get<T>(string key, SessionCodec<T> codec, T defaultValue) => Session.Get(key, codec, defaultValue);

    private static class Reflection
    {
        public const string Message = "Values that are not scalars are read as JSON by reflection, which fails in trimmed applications. "
            + "Specify a codec: SessionCodec.Int32, SessionCodec.Json(AppJson.Default.Cart).";
    }
}
