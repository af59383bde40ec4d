namespace TypedSessions.Redis.Limits;

/// <summary>Keeps the limits of users' sessions.</summary>
/// <remarks>
/// A user's sessions are in several buckets, which no script can count, so a sign-in holds the user's lock while it counts them. What
/// counts are the records themselves: if a node fails before it has ended the sessions that are too many, the next sign-in ends them.
/// </remarks>
internal sealed class OwnerLimits(ISessionEngine engine, ISessionInventory inventory, OwnerLocks locks)
{
    // A session that is rotated while it is ended is found by its new key the next time.
    private const int MaxRounds = 10;

    /// <summary>Stores a session within a limit, and ends the sessions that are too many.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="store">Stores the session.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<CommitResult> KeepAsync(
        string owner, LimitedSignIn signIn, Func<ValueTask<CommitResult>> store, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var taken = await locks.TakeAsync(owner, cancellationToken);
        if (signIn.FindExcess(await FindAsync(owner, cancellationToken)) is null)
        {
            return CommitResult.LimitReached;
        }

        var result = await store();
        return result.IsStored ? result.WithEnded(await EndExcessAsync(owner, signIn, cancellationToken)) : result;
    }

    private async ValueTask<List<SessionKey>> EndExcessAsync(string owner, LimitedSignIn signIn, CancellationToken cancellationToken)
    {
        var ended = new List<SessionKey>();
        for (var round = 1; round <= MaxRounds; round++)
        {
            var excess = signIn.FindExcess(await FindAsync(owner, cancellationToken)) ?? [];
            var before = ended.Count;
            foreach (var key in excess)
            {
                if (await engine.RemoveAsync(key, cancellationToken))
                {
                    ended.Add(key);
                }
            }

            if (ended.Count == before + excess.Count)
            {
                break;
            }
        }

        return ended;
    }

    private ValueTask<List<SessionRecordEntry>> FindAsync(string owner, CancellationToken cancellationToken)
        => inventory.FindByOwnerAsync(owner, cancellationToken).ToListAsync(cancellationToken);
}
