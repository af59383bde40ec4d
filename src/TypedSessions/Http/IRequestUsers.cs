using TypedSessions.Sessions;

namespace TypedSessions.Http;

/// <summary>The users as whom authentication schemes have authenticated one request.</summary>
internal interface IRequestUsers
{
    /// <summary>Gets the user; with several schemes, that of the first one that was authenticated.</summary>
    AuthenticatedUser? Primary { get; }

    /// <summary>Returns the user of a scheme, and authenticates the request with it if that was not done yet.</summary>
    ValueTask<AuthenticatedUser?> FindAsync(string scheme, HttpContext context);
}
