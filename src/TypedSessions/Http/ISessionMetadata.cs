namespace TypedSessions.Http;

/// <summary>
/// What an endpoint says about its session. Of several that cannot both be, the nearest to the
/// handler counts: an action's wins over its controller's, an endpoint's over its group's.
/// </summary>
internal interface ISessionMetadata
{
    /// <summary>The use as it is with this.</summary>
    SessionUse ApplyTo(SessionUse use);
}
