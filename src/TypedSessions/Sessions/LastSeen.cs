using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Stores when a user has last used a session, where no other change is due that would store it.</summary>
internal readonly struct LastSeen(SessionServices services, ISessionChannel channel, SessionState state, RecordChanges changes)
{
    /// <summary>
    /// Stores the use. The request does not depend on it: a failure is logged, and an ended session is left as it was shown.
    /// </summary>
    public async ValueTask StoreAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        state.HasTriedToSee = true;
        var token = state.Token;
        try
        {
            var update = changes.Build(record, renews: false);
            if (await channel.Presented.Engine.UpdateAsync(token.Key, record, update, cancellationToken) is { IsStored: true } result)
            {
                state.Accept(token, result.Record!);
                services.Log.Seen(token.Key);
            }
        }
        catch (SessionEngineException exception)
        {
            services.Log.NotSeen(exception, token.Key);
        }
    }
}
