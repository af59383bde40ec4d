using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The transport of sessions in an engine: clients store tokens, which lead to the records.</summary>
internal sealed class TokenTransport(InstrumentedSessionEngine engine) : ISessionTransport
{
    /// <inheritdoc/>
    public InstrumentedSessionEngine Engine => engine;

    /// <inheritdoc/>
    public bool HasFreshLoads { get; } = engine.Guarantees.HasFlag(SessionGuarantees.FreshLoads);

    /// <inheritdoc/>
    public int MaxSize => int.MaxValue;

    /// <inheritdoc/>
    public CandidateTokens Read(params IEnumerable<string> texts)
    {
        var tokens = new List<SessionToken>();
        var hasRefused = false;
        foreach (var text in texts)
        {
            if (SessionToken.TryParse(text.AsMemory(), out var token))
            {
                tokens.Add(token);
            }
            else
            {
                hasRefused = true;
            }
        }

        return new CandidateTokens([.. tokens], hasRefused, engine);
    }
}
