namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>What the library promises, as far as a client can observe it. Each has a rule in <see cref="Rules"/>.</summary>
internal enum Promise
{
    /// <summary>A request sees what it has set, removed and ended itself.</summary>
    ReadYourWrites,

    /// <summary>A session shows what was set in it under that key, and nothing else.</summary>
    ValuesComeBack,

    /// <summary>An acknowledged change is seen by every later request until another one replaces it.</summary>
    NoLostUpdate,

    /// <summary>A load returns the last commit; without that guarantee, at most the stated time later.</summary>
    NoStaleRead,

    /// <summary>What was reported as stored was stored.</summary>
    HonestAcknowledgement,

    /// <summary>A commit whose outcome is unknown is stored whole or not at all.</summary>
    AllOrNothing,

    /// <summary>What was set before a session ended is never seen again, and no old token shows anything.</summary>
    GoneIsFinal,

    /// <summary>Of several rotations of a session one wins. Others continue from its closed copy only while they may.</summary>
    OneRotation,

    /// <summary>A session ends when its time is up, and not before.</summary>
    ExpiryIsHonoured,

    /// <summary>A token leads to a session only if the library made it, for that session alone.</summary>
    TokensAreIssued,

    /// <summary>A cookie is sent and deleted only by the request that begins, renews or ends its session.</summary>
    CookiesFollowTheSession,

    /// <summary>Nothing is stored for visitors for whom nothing was set.</summary>
    NothingForNothing,

    /// <summary>A request that does not use its session costs nothing, and one that does loads it once.</summary>
    OneLoad,

    /// <summary>A response whose request used the session is private to its visitor.</summary>
    ResponsesArePrivate,

    /// <summary>A request is refused only if its session has ended, and fails only if the engine does.</summary>
    RefusalsAreTrue,
}

/// <summary>A promise that was not kept.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">What was observed, and what it contradicts.</param>
/// <param name="Events">The interactions and removals that show it.</param>
internal sealed record Violation(Promise Promise, string Message, params IReadOnlyList<object?> Events)
{
    public override string ToString()
        => $"{Promise}: {Message}{string.Concat(Events.OfType<object>().Distinct().Select(shown => $"\n  {shown}"))}";
}
