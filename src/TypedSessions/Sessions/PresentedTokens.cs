namespace TypedSessions.Sessions;

/// <summary>What was presented to get at a session, and the engine that knows it.</summary>
/// <param name="tokens">The tokens of the right shape, best first.</param>
/// <param name="hasRefused">Whether there was anything else in a token's place.</param>
/// <param name="engine">Where the records are.</param>
internal class PresentedTokens(SessionToken[] tokens, bool hasRefused, ISessionEngine engine)
{
    public SessionToken[] Tokens { get; } = tokens;

    /// <summary>Whether something was presented in a token's place that cannot be one, and nothing better beside it.</summary>
    public bool HasOnlyRefused => hasRefused && Tokens.Length == 0;

    public ISessionEngine Engine { get; } = engine;

    /// <summary>Whether the records themselves travel, so that every change of one has to be sent to its holder.</summary>
    public virtual bool AreRecords => false;

    /// <summary>What the holder of a session has to present next time, a secret; <see langword="null"/> where it is not known.</summary>
    public virtual string? Reveal(SessionToken token) => token.IsKnown ? token.Reveal() : null;
}
