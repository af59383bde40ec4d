using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>Determines what clients store: a token that leads to a record in an engine, or the sealed record itself.</summary>
internal interface ISessionTransport
{
    /// <summary>Gets the application's engine; <see langword="null"/> if clients store the records.</summary>
    InstrumentedSessionEngine? Engine { get; }

    /// <summary>Gets whether a load returns the last stored record, so that setting an equal value is no change.</summary>
    bool HasFreshLoads { get; }

    /// <summary>Gets the maximum size of a session's values in bytes.</summary>
    int MaxSize { get; }

    /// <summary>Reads the presented tokens or sealed records.</summary>
    /// <param name="texts">The candidates for a token, best first; none for a new session.</param>
    CandidateTokens Read(params IEnumerable<string> texts);
}
