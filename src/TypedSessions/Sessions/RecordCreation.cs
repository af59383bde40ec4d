namespace TypedSessions.Sessions;

/// <summary>Stores the record of a new session under a token that the engine accepts.</summary>
internal readonly struct RecordCreation(SessionServices services, SessionState state, ISessionChannel channel)
{
    // New tokens do not collide. Further attempts are for an engine that reports a collision by mistake.
    private const int MaxAttempts = 3;

    /// <summary>Stores the record.</summary>
    /// <returns>The token.</returns>
    /// <exception cref="SessionLimitException">The user already has the maximum number of sessions.</exception>
    public async ValueTask<SessionToken> RunAsync(SessionRecord record, CancellationToken cancellationToken)
    {
        var engine = channel.Presented.Engine;
        var token = state.Token;
        while (state.Status is not SessionStatus.Deferred && !engine.CanPlace(token.Key, record.Owner))
        {
            token = SessionToken.New();
        }

        if (SignInLimit.Find(services, state, channel.User) is { } limit)
        {
            var result = await engine.CreateAsync(token.Key, record, limit, cancellationToken);
            SignInLimit.Record(services, limit, record.Owner!, channel.Device, result);
            return token;
        }

        for (var attempt = 1; !await engine.CreateAsync(token.Key, record, cancellationToken); attempt++)
        {
            if (attempt == MaxAttempts)
            {
                throw new SessionEngineException(
                    $"The session engine reported a collision for {attempt} newly generated keys. Check the engine's CreateAsync.");
            }

            token = SessionToken.New();
        }

        return token;
    }
}
