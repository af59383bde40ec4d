namespace TypedSessions.Redis.Limits;

/// <summary>Enforces the limits of users' sessions.</summary>
/// <remarks>
/// A user's sessions are in several buckets, which no script can count, so a sign-in holds the user's lock while it counts them. The
/// records themselves are counted: if a node fails before it has ended the excess sessions, the next sign-in ends them.
/// </remarks>
internal sealed class OwnerLimits(ISessionEngine engine, ISessionInventory inventory, OwnerLocks locks)
{
    /// <summary>Stores a session within a limit, and ends the excess sessions.</summary>
    /// <param name="owner">The owner.</param>
    /// <param name="signIn">The sign-in.</param>
    /// <param name="store">Stores the session.</param>
    /// <param name="cancellationToken">A token to cancel the operation.</param>
    public async ValueTask<CommitResult> StoreAsync(
        string owner, LimitedSignIn signIn, Func<ValueTask<CommitResult>> store, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var ownerLock = await locks.AcquireAsync(owner, cancellationToken);
        if (await FindExcessAsync(owner, signIn, cancellationToken) is null)
        {
            return CommitResult.LimitReached;
        }

        var result = await store();
        return result.IsStored
            ? result.WithEnded(
                await SessionLimit.EndExcessAsync(
                    () => FindExcessAsync(owner, signIn, cancellationToken), key => engine.RemoveAsync(key, cancellationToken)))
            : result;
    }

    private async ValueTask<IReadOnlyList<SignedInSession>?> FindExcessAsync(
        string owner, LimitedSignIn signIn, CancellationToken cancellationToken)
        => signIn.FindExcess(await inventory.FindByOwnerAsync(owner, cancellationToken).ToListAsync(cancellationToken));
}
