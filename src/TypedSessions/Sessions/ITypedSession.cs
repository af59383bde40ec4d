namespace TypedSessions;

/// <summary>
/// A session with a lifetime: what ASP.NET Core's <see cref="ISession"/> cannot do. <c>HttpContext.Session</c> is one behind
/// <c>UseTypedSessions</c>; the same members are there as extensions of <see cref="ISession"/>, so no cast is needed.
/// </summary>
/// <remarks>
/// Every member but <see cref="IsAccessed"/> loads the session on first use, as <see cref="ISession"/> does. What changes it is staged
/// and happens with the commit, just before the response starts; a response of 500 and over drops it.
/// </remarks>
public interface ITypedSession : ISession
{
    /// <summary>Whether nothing is stored for this session yet.</summary>
    bool IsNew { get; }

    /// <summary>
    /// Whether nothing is stored for this session and nothing was set in it, so that a commit
    /// would store nothing. A session that was stored is not empty before it is abandoned. Looks
    /// into the store first, so a made-up cookie is empty from the start. Django: <c>is_empty</c>.
    /// </summary>
    bool IsEmpty { get; }

    /// <summary>Whether this request has read or written the session. Never loads it. Django: <c>accessed</c>.</summary>
    bool IsAccessed { get; }

    /// <summary>
    /// Whether a commit would store something other than a renewed expiry. Looks at
    /// values that were changed in place. Django: <c>modified</c>.
    /// </summary>
    bool IsModified { get; }

    /// <summary>The keys that were set or removed and differ from what is stored. Looks at values that were changed in place.</summary>
    IReadOnlyCollection<string> ModifiedKeys { get; }

    /// <summary>When the session ends by itself. Setting it counts from now. Django: <c>set_expiry</c>.</summary>
    SessionExpiry Expiry { get; set; }

    /// <summary>When the session was first stored; <see langword="null"/> while it is new.</summary>
    DateTimeOffset? CreatedAt { get; }

    /// <summary>
    /// The moment at which the session ends unless its visitor comes back, an <see cref="Expiry"/> that was set just now included;
    /// <see langword="null"/> while nothing is stored. To ask does not count as activity. Django: <c>get_expiry_date</c>.
    /// </summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>
    /// Gets or sets the id of the user to whom the session belongs: at most 256 characters, <see langword="null"/> for none. A sign-in
    /// sets it. Setting another owner in a stored session gives the session a new id, too, as <see cref="RegenerateId"/> does.
    /// </summary>
    /// <exception cref="ArgumentException">The value is empty or too long.</exception>
    /// <exception cref="InvalidOperationException">
    /// The session is stored, and it was opened outside a request, or the response has started: the new id could not reach the browser.
    /// </exception>
    string? Owner { get; set; }

    /// <summary>
    /// What is left until <see cref="ExpiresAt"/>, without counting as activity: a page can ask how long the visitor has. <see
    /// langword="null"/> when nothing is stored. Django has no such thing: <c>get_expiry_age</c> answers the whole window.
    /// </summary>
    TimeSpan? TimeLeft { get; }

    /// <summary>
    /// Gives the session a new id: call it when a visitor's rights change, above all at a sign-in of your own. The values
    /// stay. Whoever has the old id sees nothing from then on. In a request that presents an old id of a session without an
    /// owner, which another request has just replaced, the session continues under an id of its own. Django: <c>cycle_key</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The response has started, so the new id cannot reach the browser; or the session was opened by its key.
    /// </exception>
    void RegenerateId();

    /// <summary>
    /// Ends the session: the record is removed, the cookie deleted, and no copy of the cookie is worth anything. What is
    /// set afterwards goes into a new session. <see cref="ISession.Clear"/> only empties it. Django: <c>flush</c>. Only
    /// the cookie engine, whose records are in their visitors' hands, cannot take back a copy that somebody made before.
    /// </summary>
    void Abandon();

    /// <summary>Leaves a mark by which a later request can tell that the browser returns cookies. Django: <c>set_test_cookie</c>.</summary>
    void SetTestCookie();

    /// <summary>
    /// Whether the mark of an earlier request came back. Never true in the request that set it. Django: <c>test_cookie_worked</c>.
    /// </summary>
    bool TestCookieWorked();

    /// <summary>Takes the mark away; no error when there is none. Django: <c>delete_test_cookie</c>.</summary>
    void DeleteTestCookie();
}
