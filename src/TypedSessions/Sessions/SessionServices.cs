using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>What all sessions of an application share.</summary>
internal sealed class SessionServices(
    ISessionEngine engine, TypedSessionsOptions options, TimeProvider clock, ILogger log, SessionMetrics metrics, SessionAudit audit)
{
    // Keys may be made of input, so they are not kept without end.
    private const int MaxUnreadableKeys = 1000;

    private readonly ConcurrentDictionary<string, byte> _unreadableKeys = new();

    public ISessionEngine Engine { get; } = engine;

    /// <summary>Gets the engine's name in metrics and traces: <c>memory</c>, <c>database</c>.</summary>
    public string EngineName { get; } = engine.GetType().Name.Replace("SessionEngine", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Whether a loaded record is what is stored, so that setting what it holds already changes nothing.</summary>
    public bool HasFreshLoads { get; } = engine.Guarantees.HasFlag(SessionGuarantees.FreshLoads);

    public TypedSessionsOptions Options { get; } = options;

    /// <summary>Gets the maximum size in bytes of a session's keys and values, on this engine.</summary>
    public int MaxSize { get; } = engine is IClientSessionEngine client ? Math.Min(options.MaxSize, client.MaxSize) : options.MaxSize;

    public TimeProvider Clock { get; } = clock;

    public ILogger Log { get; } = log;

    public SessionMetrics Metrics { get; } = metrics;

    public SessionAudit Audit { get; } = audit;

    /// <summary>Gets the keys that recently led to no record. A key that is missing never comes back.</summary>
    public MissingKeys MissingKeys { get; } = new(clock);

    /// <summary>Returns whether a value under this key could not be read for the first time in this process, which is logged.</summary>
    public bool IsFirstUnreadable(string key) => _unreadableKeys.Count < MaxUnreadableKeys && _unreadableKeys.TryAdd(key, 0);

    /// <summary>Now, in the whole milliseconds that records are kept in.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.GetUtcNow().ToUnixTimeMilliseconds());
}
