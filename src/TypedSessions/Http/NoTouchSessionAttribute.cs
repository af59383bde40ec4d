using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Has requests to the endpoint not count as activity: they leave the session's expiry as it is, be it read or changed. For
/// what a page does by itself while nobody sits before it, such as polling. An expiry that the endpoint itself sets counts.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NoTouchSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsNoTouch = true, IsDisabled = false };
}
