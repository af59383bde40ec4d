using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>What all sessions of an application share.</summary>
internal sealed class SessionServices(
    ISessionEngine engine, SessionSettings settings, TimeProvider clock, ILogger log, SessionMetrics metrics)
{
    public ISessionEngine Engine { get; } = engine;

    /// <summary>Whether a loaded record is what is stored, so that setting what it holds already changes nothing.</summary>
    public bool HasFreshLoads { get; } = engine.Guarantees.HasFlag(SessionGuarantees.FreshLoads);

    public SessionSettings Settings { get; } = settings;

    public TimeProvider Clock { get; } = clock;

    public ILogger Log { get; } = log;

    public SessionMetrics Metrics { get; } = metrics;

    /// <summary>Now, in the whole milliseconds that records are kept in.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.GetUtcNow().ToUnixTimeMilliseconds());
}
