using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Excludes requests to the endpoint from activity: they do not renew the session, whether they read or change it. For
/// requests that a page sends without its visitor, such as polling. An expiry that the endpoint itself sets is stored.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NoTouchSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsNoTouch = true, IsDisabled = false };
}
