using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Stores when a user last used a session, if no other change stores it.</summary>
internal readonly struct LastSeen(SessionServices services, ISessionChannel channel, SessionState state, RecordChanges changes)
{
    /// <summary>
    /// Stores the use. The request does not depend on it: a failure is logged, and a session that has ended is shown as it was loaded.
    /// </summary>
    public async ValueTask StoreAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        state.HasTriedToStoreUse = true;
        var token = state.Token;
        try
        {
            var update = changes.Build(record, renewExpiration: false);
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
