using System.Diagnostics.Metrics;

namespace TypedSessions.Diagnostics;

/// <summary>The instruments of the meter <c>TypedSessions</c>. No tag identifies a session or a visitor.</summary>
internal sealed class SessionMetrics
{
    private const string CauseTag = "typedsessions.cause";
    private const string ResultTag = "typedsessions.result";
    private const string ItemTag = "typedsessions.item";

    private readonly TimeProvider _timeProvider;
    private readonly Counter<long> _created;
    private readonly Counter<long> _loaded;
    private readonly Counter<long> _committed;
    private readonly Counter<long> _rotated;
    private readonly Counter<long> _ended;
    private readonly Counter<long> _expired;
    private readonly Counter<long> _unreadable;
    private readonly Counter<long> _cacheFailures;
    private readonly Gauge<long> _live;
    private readonly Gauge<long> _users;
    private readonly Histogram<int> _size;
    private readonly Histogram<double> _duration;

    public SessionMetrics(IMeterFactory meters, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        var meter = meters.Create(TypedSessionsDiagnostics.MeterName);
        _created = meter.CreateCounter<long>(
            "typedsessions.sessions.created", "{session}", "Sessions that were stored for the first time.");
        _loaded = meter.CreateCounter<long>(
            "typedsessions.sessions.loaded", "{session}",
            "Sessions that were looked up: found, unknown, closed by a rotation, or "
            + "refused because the id was renewed.");
        _committed = meter.CreateCounter<long>(
            "typedsessions.sessions.committed", "{session}",
            "Commits to stored sessions: applied, merged with what others had changed, conflicted where both had changed the same part, "
            + "refused because the changes cannot be merged, or dropped because the session was gone.");
        _rotated = meter.CreateCounter<long>("typedsessions.sessions.rotated", "{session}", "Sessions that got a new id.");
        _ended = meter.CreateCounter<long>(
            "typedsessions.sessions.ended", "{session}", "Sessions that ended before their expiry, by cause.");
        _expired = meter.CreateCounter<long>("typedsessions.sessions.expired", "{session}", "Expired sessions that were removed.");
        _unreadable = meter.CreateCounter<long>(
            "typedsessions.unreadable", "{item}", "Stored records and values that could not be read, and so counted as absent.");
        _cacheFailures = meter.CreateCounter<long>(
            "typedsessions.cache.failures", "{operation}", "Operations of a cached database's cache that failed or took too long.");
        _live = meter.CreateGauge<long>(
            "typedsessions.sessions.live", "{session}", "Live sessions, counted after each cleanup if the engine counts its records.");
        _users = meter.CreateGauge<long>(
            "typedsessions.users.live", "{user}", "Users who have a session, counted with the live sessions if the engine can.");
        _size = meter.CreateHistogram(
            "typedsessions.session.size", "By", "The size of sessions when they are stored.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [64, 256, 1024, 4096, 16_384, 65_536, 262_144] });
        _duration = meter.CreateHistogram(
            "typedsessions.engine.duration", "s", "The duration of the engine's operations.",
            advice: new InstrumentAdvice<double>
            {
                HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10],
            });
    }

    /// <summary>Gets a value indicating whether anything listens to the engine's metrics or activities.</summary>
    public bool IsEnabled => _duration.Enabled || SessionActivities.Source.HasListeners();

    /// <summary>Starts the measurement of an operation of the engine, which ends when the returned value is disposed.</summary>
    public EngineMeasurement StartMeasurement(string operation, string engine)
        => new(operation, engine, _timeProvider, _duration, SessionActivities.Start(operation, engine));

    /// <summary>Gets whether live sessions are to be counted.</summary>
    public bool IsLiveEnabled => _live.Enabled || _users.Enabled;

    /// <summary>Records the number of live sessions, and of the users who have one if the engine counts them.</summary>
    public void Live(long sessions, long? users)
    {
        _live.Record(sessions);
        if (users is { } count)
        {
            _users.Record(count);
        }
    }

    /// <summary>Counts a lookup of a token or key.</summary>
    public void Loaded(bool isFound) => _loaded.Add(1, Result(isFound ? "found" : "unknown"));

    /// <summary>Counts a token or key of a closed copy, which a rotation left.</summary>
    public void LoadedClosed() => _loaded.Add(1, Result("closed"));

    /// <summary>Counts a previous id of a session that came too late after a renewal.</summary>
    public void LoadedRefused() => _loaded.Add(1, Result("refused"));

    /// <summary>Counts a session that was stored for the first time.</summary>
    public void Created(SessionRecord record)
    {
        _created.Add(1);
        _size.Record(record.Values.Payload.Length);
    }

    /// <summary>Counts a commit to a stored session.</summary>
    public void Committed(CommitResult result)
    {
        _committed.Add(1, Result(result.Outcome switch
        {
            CommitOutcome.Conflict or CommitOutcome.LimitReached => "refused",
            _ when result.ConflictingKeys.Count > 0 => "conflicted",
            CommitOutcome.Applied => "applied",
            CommitOutcome.Merged => "merged",
            _ => "gone",
        }));
        if (result is { IsStored: true, Record: { } record })
        {
            _size.Record(record.Values.Payload.Length);
        }
    }

    /// <summary>Counts a session that got a new id.</summary>
    public void Rotated() => _rotated.Add(1);

    /// <summary>Counts a session that ended before its expiry.</summary>
    public void Ended(SessionEndCause cause) => _ended.Add(1, new KeyValuePair<string, object?>(CauseTag, GetName(cause)));

    /// <summary>Counts expired sessions that were removed.</summary>
    public void Expired(long count) => _expired.Add(count);

    /// <summary>Counts a stored record that could not be read.</summary>
    public void RecordWasUnreadable() => _unreadable.Add(1, new KeyValuePair<string, object?>(ItemTag, "record"));

    /// <summary>Counts a stored value that could not be decoded.</summary>
    public void ValueWasUnreadable() => _unreadable.Add(1, new KeyValuePair<string, object?>(ItemTag, "value"));

    /// <summary>Counts a cache operation of a cached database that failed or was too slow.</summary>
    public void CacheFailed() => _cacheFailures.Add(1);

    private static string GetName(SessionEndCause cause) => cause switch
    {
        SessionEndCause.SignedOut => "signed_out",
        SessionEndCause.OtherUser => "other_user",
        SessionEndCause.Removed => "removed",
        SessionEndCause.RemovedByOwner => "removed_by_owner",
        SessionEndCause.LimitExceeded => "limit_exceeded",
        _ => "abandoned",
    };

    private static KeyValuePair<string, object?> Result(string result) => new(ResultTag, result);
}
