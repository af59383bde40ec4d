using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The tokens that were presented to get at a session, and the engine that has the records.</summary>
/// <param name="tokens">The well-formed tokens, best first.</param>
/// <param name="hasRefused">Whether anything else was presented in a token's place.</param>
/// <param name="engine">The engine.</param>
internal class CandidateTokens(SessionToken[] tokens, bool hasRefused, InstrumentedSessionEngine engine)
{
    /// <summary>Gets the well-formed tokens, best first.</summary>
    public SessionToken[] Tokens { get; } = tokens;

    /// <summary>Gets whether nothing but malformed tokens was presented.</summary>
    public bool HasOnlyRefused => hasRefused && Tokens.Length == 0;

    /// <summary>Gets the engine that has the records.</summary>
    public InstrumentedSessionEngine Engine { get; } = engine;

    /// <summary>Gets whether the visitor keeps the record itself, so that every change has to be sent.</summary>
    public virtual bool AreRecords => false;

    /// <summary>
    /// Returns what the visitor has to present for a session from now on, a secret; <see langword="null"/> if it is not known.
    /// </summary>
    public virtual string? Reveal(SessionToken token) => token.IsKnown ? token.Reveal() : null;
}
