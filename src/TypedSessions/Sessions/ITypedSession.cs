namespace TypedSessions;

/// <summary>
/// A session with its own lifetime, owner and id, which ASP.NET Core's <see cref="ISession"/> does not have. <c>HttpContext.Session</c>
/// implements it after <c>UseTypedSessions</c>; the same members exist as extensions of <see cref="ISession"/>, so no cast is needed.
/// </summary>
/// <remarks>
/// Every member but <see cref="IsAccessed"/> loads the session on first use, as <see cref="ISession"/> does, or throws an
/// <see cref="InvalidOperationException"/> if <see cref="TypedSessionsOptions.AllowSynchronousLoad"/> is <see langword="false"/>. Changes
/// are staged and stored by the commit, just before the response starts; a response with a status of 500 or above discards them.
/// </remarks>
public interface ITypedSession : ISession
{
    /// <summary>Gets whether nothing is stored for this session yet.</summary>
    bool IsNew { get; }

    /// <summary>
    /// Gets whether nothing is stored for this session and nothing was set in it, so that a commit
    /// would store nothing. A session that was stored is not empty before it is abandoned. Loads
    /// the session first, so a forged cookie reports <see langword="true"/>. Django: <c>is_empty</c>.
    /// </summary>
    bool IsEmpty { get; }

    /// <summary>Gets whether this request has read or written the session. Never loads it. Django: <c>accessed</c>.</summary>
    bool IsAccessed { get; }

    /// <summary>
    /// Gets whether a commit would store something other than a renewed expiry, including
    /// values that were changed in place. Django: <c>modified</c>.
    /// </summary>
    bool IsModified { get; }

    /// <summary>Gets the keys whose values differ from what is stored, including those of values that were changed in place.</summary>
    IReadOnlyCollection<string> ModifiedKeys { get; }

    /// <summary>Gets or sets when the session expires. A new idle time begins when it is set. Django: <c>set_expiry</c>.</summary>
    SessionExpiry Expiry { get; set; }

    /// <summary>Gets the time at which the session was first stored; <see langword="null"/> while it is new.</summary>
    DateTimeOffset? CreatedAt { get; }

    /// <summary>
    /// Gets the time at which the session expires without further activity, with an <see cref="Expiry"/> that this request has set;
    /// <see langword="null"/> while nothing is stored. Reading it is no activity. Django: <c>get_expiry_date</c>.
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
    /// Gets the time at which the session's user signed in or last confirmed the sign-in; <see langword="null"/> without a user, or if it
    /// is not known. A session without it counts as one whose user has not recently signed in.
    /// </summary>
    DateTimeOffset? SignedInAt { get; }

    /// <summary>
    /// Gets the device on which the session's user has signed in, as it is stored; <see langword="null"/> without a user, or if it is not
    /// known.
    /// </summary>
    SessionDevice? Device { get; }

    /// <summary>
    /// Gets the time that is left until <see cref="ExpiresAt"/>; <see langword="null"/> while nothing is stored. Reading it is no
    /// activity. Django has no equivalent: <c>get_expiry_age</c> returns the whole window.
    /// </summary>
    TimeSpan? TimeLeft { get; }

    /// <summary>
    /// Gives the session a new id and keeps its values. Call it when a visitor's rights change, above all at a custom sign-in.
    /// The old id leads to no values from then on. In a request with an old id of a session without an owner, which another
    /// request has just replaced, the session continues under a separate id. Django: <c>cycle_key</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The response has started, so the new id cannot reach the browser; or the session was opened by its key.
    /// </exception>
    void RegenerateId();

    /// <summary>
    /// Sets <see cref="SignedInAt"/> to the current time, and gives the session a new id, as <see cref="RegenerateId"/> does. Call it after
    /// the user's password or passkey was checked once more.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The session belongs to no user; the response has started, so the new id cannot reach the browser; or the session was opened by its
    /// key.
    /// </exception>
    void ConfirmSignIn();

    /// <summary>
    /// Ends the session: removes its record and the cookie, so that no copy of the cookie remains valid. Values that are set afterwards are
    /// stored in a new session. <see cref="ISession.Clear"/> only removes the values. Django: <c>flush</c>. The cookie engine, whose
    /// records are stored at the client, cannot revoke a copy that was made before.
    /// </summary>
    void Abandon();

    /// <summary>
    /// Stores a test value, by which a later request can verify that the browser returns cookies. Django: <c>set_test_cookie</c>.
    /// </summary>
    void SetTestCookie();

    /// <summary>
    /// Returns whether the browser has returned the test value of an earlier request; <see langword="false"/> in the request that sets it.
    /// Django: <c>test_cookie_worked</c>.
    /// </summary>
    bool TestCookieWorked();

    /// <summary>Removes the test value, if there is one. Django: <c>delete_test_cookie</c>.</summary>
    void DeleteTestCookie();
}
