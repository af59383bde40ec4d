using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The users whom authentication schemes have found in one request.</summary>
internal interface IRequestUsers
{
    /// <summary>Gets the user: of several schemes, the one that was asked first.</summary>
    AuthenticatedUser? Primary { get; }

    /// <summary>Returns the user of a scheme, which is asked if it was not yet.</summary>
    ValueTask<AuthenticatedUser?> FindAsync(string scheme, HttpContext context);
}
