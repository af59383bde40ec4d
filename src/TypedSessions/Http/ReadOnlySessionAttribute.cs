using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Makes the session read-only for the endpoint: members that change it throw an <see cref="InvalidOperationException"/>, and
/// a value that was changed in place fails the request at the commit. Nothing is written and nothing is renewed, so the
/// endpoint can be called from anywhere and at any rate.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ReadOnlySessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsReadOnly = true, IsDisabled = false };
}
