using TypedSessions.Diagnostics;
using TypedSessions.Sessions;

namespace TypedSessions.Http.Cookies;

/// <summary>The sealed records that a client presented.</summary>
internal sealed class SealedCandidates(
    RequestRecordStore records, InstrumentedSessionEngine engine, SessionToken[] tokens, bool hasRefused)
    : CandidateTokens(tokens, hasRefused, engine)
{
    /// <inheritdoc/>
    public override bool AreRecords => true;

    /// <inheritdoc/>
    public override string? Reveal(SessionToken token) => records.GetText(token.Key);
}
