namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>The promises of the library that clients can observe. Each has a rule in <see cref="Rules"/>.</summary>
internal enum Promise
{
    /// <summary>A request reads its own changes.</summary>
    ReadYourWrites,

    /// <summary>A session returns only values that were set in it under the same key.</summary>
    ValuesRoundTrip,

    /// <summary>Every later request reads an acknowledged change until another change replaces it.</summary>
    NoLostUpdate,

    /// <summary>A load returns the last commit, or one within the declared staleness.</summary>
    NoStaleRead,

    /// <summary>A commit that was acknowledged was stored.</summary>
    HonestAcknowledgement,

    /// <summary>A commit with an unknown outcome is stored completely or not at all.</summary>
    AllOrNothing,

    /// <summary>After the end of a session, no token gives access to its values.</summary>
    GoneIsFinal,

    /// <summary>One of several rotations of a session wins. Others continue from the closed copy only if they may.</summary>
    OneRotation,

    /// <summary>A session expires exactly at its expiry.</summary>
    ExpiryIsHonoured,

    /// <summary>A token gives access only to the session for which the library has issued it.</summary>
    TokensAreIssued,

    /// <summary>Only a request that begins, renews or ends a session sends or deletes its cookie.</summary>
    CookiesFollowTheSession,

    /// <summary>Nothing is stored for visitors without values.</summary>
    NoEmptySessions,

    /// <summary>A request loads its session once if it uses it, and makes no engine call otherwise.</summary>
    OneLoad,

    /// <summary>A response whose request used the session is private to its visitor.</summary>
    ResponsesArePrivate,

    /// <summary>A request is refused only if its session has ended, and fails only if the engine fails.</summary>
    RefusalsAreTrue,
}

/// <summary>The violation of a promise.</summary>
/// <param name="Promise">The promise.</param>
/// <param name="Message">The observation and the contradiction.</param>
/// <param name="Events">The interactions and removals that prove it.</param>
internal sealed record Violation(Promise Promise, string Message, params IReadOnlyList<object?> Events)
{
    public override string ToString()
        => $"{Promise}: {Message}{string.Concat(Events.OfType<object>().Distinct().Select(shown => $"\n  {shown}"))}";
}
