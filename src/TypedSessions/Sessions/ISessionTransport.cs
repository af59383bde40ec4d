using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>What visitors keep of a session: a token that leads to a record in an engine, or the sealed record itself.</summary>
internal interface ISessionTransport
{
    /// <summary>Gets the application's engine; <see langword="null"/> if visitors keep the records.</summary>
    InstrumentedSessionEngine? Engine { get; }

    /// <summary>Gets whether a loaded record is what is stored, so that setting an equal value is no change.</summary>
    bool HasFreshLoads { get; }

    /// <summary>Gets the largest size of a session's values in bytes that can be transported.</summary>
    int MaxSize { get; }

    /// <summary>Reads what was presented.</summary>
    /// <param name="texts">The candidates for a token, best first; none for a new session.</param>
    CandidateTokens Read(params IEnumerable<string> texts);
}
