namespace TypedSessions.Storage;

/// <summary>
/// The maximum number of sessions of a user. It decides which sessions end, so that the limit works in the same way in every engine.
/// </summary>
/// <param name="MaxSessions">The largest number of sessions with a <see cref="SessionRecord.SignedInAt"/>: at least 1.</param>
/// <param name="WhenExceeded">What happens when a sign-in exceeds it.</param>
public sealed record SessionLimit(int MaxSessions, SessionLimitAction WhenExceeded)
{
    // A session that is rotated while it is being ended is found by its new key in the next round.
    private const int MaxRounds = 10;

    /// <summary>Returns the sessions that must end so that the user can have one more.</summary>
    /// <param name="others">The user's other live sessions that have a <see cref="SessionRecord.SignedInAt"/>.</param>
    /// <param name="related">
    /// The keys of sessions that count as one with the new session, because they continue from the same closed copy; empty for none.
    /// </param>
    /// <returns>The sessions to end, the least recently used one first; <see langword="null"/> if the sign-in is refused.</returns>
    public IReadOnlyList<SignedInSession>? FindExcess(IEnumerable<SignedInSession> others, IReadOnlyList<SessionKey> related)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(related);
        var counted = others.Where(session => !related.Contains(session.Key)).ToList();
        var excess = counted.Count + 1 - MaxSessions;
        return excess <= 0 ? []
            : WhenExceeded is SessionLimitAction.RefuseSignIn ? null
            : [.. counted.OrderBy(static session => session.LastSeenAt).Take(excess)];
    }

    /// <summary>Ends excess sessions one by one, for an engine that has already stored the new session.</summary>
    /// <param name="findExcess">Calls <see cref="FindExcess"/> with the sessions that are stored now.</param>
    /// <param name="remove">Removes a session, and returns whether it existed.</param>
    /// <returns>The sessions that were ended.</returns>
    public static async ValueTask<IReadOnlyList<SignedInSession>> EndExcessAsync(
        Func<ValueTask<IReadOnlyList<SignedInSession>?>> findExcess, Func<SessionKey, ValueTask<bool>> remove)
    {
        ArgumentNullException.ThrowIfNull(findExcess);
        ArgumentNullException.ThrowIfNull(remove);
        var ended = new List<SignedInSession>();
        for (var round = 1; round <= MaxRounds; round++)
        {
            var excess = await findExcess() ?? [];
            var before = ended.Count;
            foreach (var session in excess)
            {
                if (await remove(session.Key))
                {
                    ended.Add(session);
                }
            }

            if (ended.Count == before + excess.Count)
            {
                break;
            }
        }

        return ended;
    }

    /// <summary>Returns whether a session counts for the limit of a user: it is the user's, is not closed, and has a sign-in.</summary>
    /// <param name="record">The session's record, which has not expired.</param>
    /// <param name="owner">The user's id.</param>
    public static bool IsCounted(SessionRecord record, string owner)
        => record is { IsClosed: false, Account: { SignedInAt: not null } } && record.Owner == owner;
}
