using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Takes the session from the endpoint: <c>HttpContext.Session</c>, and whoever else asks for the session or a model, gets an
/// <see cref="InvalidOperationException"/> that names the endpoint. Nothing is loaded, renewed or sent, whatever the options
/// say. Authentication is not concerned: signing in and out use the session, and so do logins whose tickets are kept in it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsDisabled = true };
}
