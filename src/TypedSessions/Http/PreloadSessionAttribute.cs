using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Has the session loaded, asynchronously, before the endpoint runs. For endpoints that use it without showing so in their parameters;
/// those that take a model or an <see cref="ISession"/> need nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PreloadSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { Loads = true, IsDisabled = false };
}
