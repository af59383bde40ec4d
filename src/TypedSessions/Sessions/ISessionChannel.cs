namespace TypedSessions.Sessions;

/// <summary>How a session and the one who holds its token reach each other. For a request: its cookies.</summary>
internal interface ISessionChannel
{
    /// <summary>The tokens that were presented, best first; the same answer each time. Empty when there is none of the right shape.</summary>
    SessionToken[] ReadTokens();

    /// <summary>Whether something was presented in a token's place that cannot be one, and nothing better beside it.</summary>
    bool HasOnlyRefusedTokens { get; }

    /// <summary>Whether a new token can still be handed over.</summary>
    bool CanSendToken { get; }

    /// <summary>Whether anything may be stored for this visitor at all: not without the consent that the application asks for.</summary>
    bool MayStore { get; }

    /// <summary>Whether to use the session through this channel is activity of its holder, and so renews it.</summary>
    bool IsActivity { get; }

    /// <summary>The session was used for the first time.</summary>
    void OnAccessed();
}
