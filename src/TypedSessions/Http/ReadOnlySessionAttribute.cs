using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Lets the endpoint read the session and not change it: whatever would set, remove, empty, end or rename throws an <see
/// cref="InvalidOperationException"/>, and a value that was changed in place fails the request when it would be saved. Nothing
/// is written and nothing renewed, so that it is safe to call the endpoint from anywhere and as often as anybody likes.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class ReadOnlySessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { IsReadOnly = true, IsDisabled = false };
}
