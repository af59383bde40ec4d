using TypedSessions.Http;

namespace TypedSessions;

/// <summary>
/// Loads the session asynchronously before the endpoint runs. For endpoints that use it without a parameter that announces it;
/// those with a parameter of a model or an <see cref="ISession"/> do not need it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class PreloadSessionAttribute : Attribute, ISessionMetadata
{
    SessionUse ISessionMetadata.ApplyTo(SessionUse use) => use with { Preload = true, IsDisabled = false };
}
