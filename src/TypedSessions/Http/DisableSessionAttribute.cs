using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Disables the session for the endpoint: <c>HttpContext.Session</c> and services that need the session or a model throw an
/// <see cref="InvalidOperationException"/> that names the endpoint. Nothing is loaded, renewed or sent, whatever the options
/// are. Authentication still uses the session, for sign-in, sign-out and the tickets that are kept in it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsDisabled = true };
}
