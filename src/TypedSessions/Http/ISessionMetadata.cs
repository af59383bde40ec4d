namespace TypedSessions.Http;

/// <summary>
/// Metadata that specifies how an endpoint uses its session. If several contradict each other, the nearest to the handler applies: an
/// action's instead of its controller's, an endpoint's instead of its group's.
/// </summary>
internal interface ISessionMetadata
{
    /// <summary>Returns a use of the session with the metadata applied.</summary>
    SessionUse ApplyTo(SessionUse use);
}
