using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The services that all sessions of an application share.</summary>
internal sealed class SessionServices(
    ISessionTransport transport,
    TypedSessionsOptions options,
    TimeProvider timeProvider,
    ILogger log,
    SessionMetrics metrics,
    SessionAudit audit)
{
    // Keys may be derived from input, so their number is bounded.
    private const int MaxUnreadableKeys = 1000;

    private readonly ConcurrentDictionary<string, byte> _unreadableKeys = new();

    /// <summary>Gets the transport, which determines what clients store.</summary>
    public ISessionTransport Transport { get; } = transport;

    /// <summary>Gets the application's engine.</summary>
    /// <exception cref="NotSupportedException">Sessions are kept in cookies.</exception>
    public InstrumentedSessionEngine Engine => Transport.Engine ?? throw new NotSupportedException(
        "Sessions are kept in cookies, so they cannot be listed, opened by key, changed or ended without the cookie. " +
        "Use a database engine for that.");

    /// <summary>Gets whether a load returns the last stored record, so that setting an equal value is no change.</summary>
    public bool HasFreshLoads { get; } = transport.HasFreshLoads;

    /// <summary>Gets the maximum size of a session's values in bytes.</summary>
    public int MaxSize { get; } = Math.Min(options.MaxSize, transport.MaxSize);

    public TypedSessionsOptions Options { get; } = options;

    public TimeProvider TimeProvider { get; } = timeProvider;

    public ILogger Log { get; } = log;

    public SessionMetrics Metrics { get; } = metrics;

    public SessionAudit Audit { get; } = audit;

    /// <summary>Gets the prefixes of the models that have one, by the lists of their properties.</summary>
    public IReadOnlyDictionary<object, ModelPrefix> Prefixes { get; init; } = FrozenDictionary<object, ModelPrefix>.Empty;

    /// <summary>
    /// Returns the keys of the models that have a prefix, by the lists of their properties, for sessions that are opened later;
    /// <see langword="null"/> if no model can have one.
    /// </summary>
    /// <param name="services">The services of the request or the connection.</param>
    /// <exception cref="InvalidOperationException">A prefix cannot be part of a key.</exception>
    public IReadOnlyDictionary<object, PrefixedKeys?>? FindPrefixedKeys(IServiceProvider services)
        => Prefixes.Count == 0 ? null
            : Prefixes.ToFrozenDictionary(static it => it.Key, it => it.Value.FindKeys(services), ReferenceEqualityComparer.Instance);

    /// <summary>Gets the keys that recently had no record. A key that is missing never comes back.</summary>
    public MissingKeys MissingKeys { get; } = new(timeProvider);

    /// <summary>Gets the current time in whole milliseconds, as records have it.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(TimeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Counts and logs the result of a commit.</summary>
    /// <exception cref="SessionConflictException">The changes cannot be merged.</exception>
    public void Record(CommitResult result, SessionKey session)
    {
        Metrics.Committed(result);
        foreach (var key in result.ConflictingKeys)
        {
            Log.Overlapped(session, key);
        }

        if (result.Outcome is CommitOutcome.Conflict)
        {
            throw new SessionConflictException(result.ConflictingKeys[0]);
        }
    }

    /// <summary>Returns whether no value under this key was unreadable before in this process, so that this one is logged.</summary>
    public bool IsFirstUnreadable(string key) => _unreadableKeys.Count < MaxUnreadableKeys && _unreadableKeys.TryAdd(key, 0);
}
