using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The tokens that a client presented for a session, and the engine that stores the records.</summary>
/// <param name="tokens">The well-formed tokens, best first.</param>
/// <param name="hasRefused">Whether malformed tokens were presented as well.</param>
/// <param name="engine">The engine.</param>
internal class CandidateTokens(SessionToken[] tokens, bool hasRefused, InstrumentedSessionEngine engine)
{
    /// <summary>Gets the well-formed tokens, best first.</summary>
    public SessionToken[] Tokens { get; } = tokens;

    /// <summary>Gets whether only malformed tokens were presented.</summary>
    public bool HasOnlyRefused => hasRefused && Tokens.Length == 0;

    /// <summary>Gets the engine that stores the records.</summary>
    public InstrumentedSessionEngine Engine { get; } = engine;

    /// <summary>Gets whether the client stores the record itself, so that every change has to be sent.</summary>
    public virtual bool AreRecords => false;

    /// <summary>Returns the secret that the client has to present for a session; <see langword="null"/> if it is not known.</summary>
    public virtual string? Reveal(SessionToken token) => token.IsKnown ? token.Reveal() : null;
}
