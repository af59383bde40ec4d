namespace TypedSessions.Sessions;

/// <summary>Stores a record under a new key.</summary>
internal readonly struct RecordRotation(SessionServices services, SessionState state, ISessionChannel channel)
{
    // A renewal of the id is no sign-in.
    private SessionLimit? Limit
        => state.Rotation is Rotation.Renewal ? null : SignInLimit.Find(services, state, channel.User);

    /// <summary>Rotates a record or continues from a closed copy, within the limit of sessions of the user who signs in.</summary>
    /// <exception cref="SessionLimitException">The user already has the maximum number of sessions.</exception>
    public async ValueTask<CommitResult> RunAsync(
        SessionKey old, SessionKey renewed, SessionRecord loaded, SessionChanges update, CancellationToken cancellationToken)
    {
        var limit = Limit;
        var result = await channel.Presented.Engine.RotateAsync(old, renewed, loaded, update, limit, cancellationToken);
        services.Record(result, old);
        if (limit is not null)
        {
            SignInLimit.Record(services, limit, state.Owner!, channel.Device, result);
        }

        return result;
    }

    /// <summary>Records the new key, or the end of another user's session whose place the new one has taken.</summary>
    public void Record(SessionKey old, SessionKey renewed, SessionRecord before, SessionRecord after)
    {
        if (state.Rotation is Rotation.Replacement)
        {
            services.Audit.Ended(old, before.Owner, SessionEndCause.OtherUser, before.Device);
        }
        else
        {
            services.Audit.Rotated(old, renewed, after);
        }
    }
}
