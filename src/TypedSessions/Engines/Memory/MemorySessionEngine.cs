using Microsoft.Extensions.Options;

namespace TypedSessions.Engines.Memory;

/// <summary>
/// Stores sessions in the memory of this process: for development, tests, and sites of one process whose sessions may be lost. Its size is
/// limited: a full engine removes expired sessions and then refuses new ones, but never removes a live session.
/// </summary>
/// <remarks>
/// A record is immutable, so an update replaces the record that it was computed from, or begins again, without a lock. Rotations, sign-ins
/// within a limit and lists concern several records, and are serialized by a lock.
/// </remarks>
public sealed partial class MemorySessionEngine : ISessionEngine, IPagedSessionInventory, ISessionLimitEngine
{
    /// <summary>The approximate size of a record in bytes, without its payload and the data of its owner.</summary>
    public const int RecordOverhead = 320;

    private readonly MemoryRecords _records;
    private readonly Lock _rotations = new();
    private readonly TimeProvider _timeProvider;

    /// <summary>Initializes a new instance without records.</summary>
    /// <param name="timeProvider">The time provider that decides when sessions expire.</param>
    /// <param name="options">The options; <see langword="null"/> for the defaults. Read once, here.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range.</exception>
    public MemorySessionEngine(TimeProvider timeProvider, MemoryEngineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        _timeProvider = timeProvider;
        _records = new MemoryRecords(timeProvider, new MemoryEngineOptionsValidator().Check(options ?? new MemoryEngineOptions()).MaxBytes);
    }

    /// <inheritdoc/>
    public SessionGuarantees Guarantees
        => SessionGuarantees.ConditionalUpdate | SessionGuarantees.AtomicRotation | SessionGuarantees.Revocation
            | SessionGuarantees.FreshLoads;

    /// <summary>Gets the size of all records together, in bytes.</summary>
    internal long UsedBytes => _records.UsedBytes;

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_records.Find(key) is { } record && IsLive(record) ? record : null);
    }

    /// <inheritdoc/>
    public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        cancellationToken.ThrowIfCancellationRequested();
        if (_records.Find(key) is not null)
        {
            return ValueTask.FromResult(false);
        }

        _records.EnsureCapacity(record, replaced: null);
        return ValueTask.FromResult(_records.TryStore(key, null, record));
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> CreateAsync(
        SessionKey key, SessionRecord record, SessionLimit limit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(limit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_rotations)
        {
            if (limit.FindExcess(FindCounted(record.Owner!), []) is not { } excess)
            {
                return ValueTask.FromResult(CommitResult.LimitReached);
            }

            _records.EnsureCapacity(record, replaced: null);
            if (!_records.TryStore(key, null, record))
            {
                throw new SessionEngineException("The memory session engine could not store a session: the key is taken.");
            }

            return ValueTask.FromResult(CommitResult.Applied(record).WithEnded(End(excess)));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> UpdateAsync(
        SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            var current = _records.Find(key);
            var update = SessionUpdate.Apply(current, loaded, changes, _timeProvider.GetUtcNow());
            if (update.Record is not { } next)
            {
                return ValueTask.FromResult(update.Result);
            }

            _records.EnsureCapacity(next, replaced: current);
            if (_records.TryStore(key, current, next))
            {
                return ValueTask.FromResult(update.Result);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (_rotations)
        {
            return ValueTask.FromResult(Rotate(key, newKey, loaded, changes));
        }
    }

    bool ISessionLimitEngine.CanLimitSessions => true;

    /// <inheritdoc/>
    public ValueTask<CommitResult> RotateAsync(
        SessionKey key,
        SessionKey newKey,
        SessionRecord loaded,
        SessionChanges changes,
        SessionLimit limit,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(limit);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_rotations)
        {
            var update = SessionUpdate.Rotate(_records.Find(key), newKey, loaded, changes, _timeProvider.GetUtcNow());
            if (update is not { Record.Owner: { } owner, ClosedCopy.Closure.Successors: var related })
            {
                return ValueTask.FromResult(update.Result);
            }

            var others = FindCounted(owner).Where(session => session.Key != key);
            if (limit.FindExcess(others, related) is not { } excess)
            {
                return ValueTask.FromResult(CommitResult.LimitReached);
            }

            var result = Rotate(key, newKey, loaded, changes);
            return ValueTask.FromResult(result.IsStored ? result.WithEnded(End(excess)) : result);
        }
    }

    private CommitResult Rotate(SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes)
    {
        while (true)
        {
            var current = _records.Find(key);
            var update = SessionUpdate.Rotate(current, newKey, loaded, changes, _timeProvider.GetUtcNow());
            if (update is not { Record: { } next, ClosedCopy: { } copy })
            {
                return update.Result;
            }

            // No one has the new key's token yet, so no request sees the new record before the old one is closed. A copy may exceed the
            // limit, so that a sign-in works on a full engine: it expires after the rotation grace.
            _records.EnsureCapacity(next, replaced: current!.IsClosed ? null : current);
            if (!_records.TryStore(newKey, null, next))
            {
                throw new SessionEngineException("The memory session engine could not rotate a session: the new key is taken.");
            }

            if (_records.TryStore(key, current, copy))
            {
                return update.Result;
            }

            _records.TryRemove(newKey, next);
        }
    }

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_records.Find(key) is { IsClosed: false } record)
        {
            if (_records.TryRemove(key, record))
            {
                return ValueTask.FromResult(IsLive(record));
            }
        }

        return ValueTask.FromResult(false);
    }

    /// <inheritdoc/>
    public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        var expired = _records.All.Where(entry => entry.Record.HasExpired(now)).OrderBy(entry => entry.Record.ExpiresAt).Take(batchSize);
        return ValueTask.FromResult(expired.Count(entry => _records.TryRemove(entry.Key, entry.Record)));
    }

    /// <inheritdoc/>
    public ValueTask<long> CountAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(GetLive().LongCount());
    }

    /// <inheritdoc/>
    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        return ValueTask.FromResult(_records.All.LongCount(entry => entry.Record.HasExpired(now)));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => ReadInOrder(GetLive(), cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return ReadInOrder(GetLive().Where(session => session.Record.Owner == owner), cancellationToken);
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(owner);
        cancellationToken.ThrowIfCancellationRequested();
        var now = _timeProvider.GetUtcNow();
        return ReadAtOnce(_records.All
            .Where(entry => !entry.Record.HasExpired(now) && (entry.Record.Closure?.Owner ?? entry.Record.Owner) == owner))
            .ToAsyncEnumerable();
    }

    private IAsyncEnumerable<SessionRecordEntry> ReadInOrder(
        IEnumerable<SessionRecordEntry> sessions, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReadAtOnce(sessions.OrderBy(session => session.Record.ExpiresAt)).ToAsyncEnumerable();
    }

    // A list between the two steps of a rotation would contain the session twice.
    private IEnumerable<SessionRecordEntry> ReadAtOnce(IEnumerable<SessionRecordEntry> sessions)
    {
        SessionRecordEntry[] found;
        lock (_rotations)
        {
            found = [.. sessions];
        }

        foreach (var session in found)
        {
            yield return session;
        }
    }

    private bool IsLive(SessionRecord record) => !record.HasExpired(_timeProvider.GetUtcNow());

    private IEnumerable<SessionRecordEntry> GetLive()
    {
        var now = _timeProvider.GetUtcNow();
        return _records.All.Where(entry => !entry.Record.HasExpired(now) && !entry.Record.IsClosed);
    }

    private List<SignedInSession> FindCounted(string owner)
        =>
        [
            .. GetLive()
                .Where(session => SessionLimit.IsCounted(session.Record, owner))
                .Select(static session => new SignedInSession(session.Key, session.Record.LastSeenAt!.Value, session.Record.Device)),
        ];

    private List<SignedInSession> End(IReadOnlyList<SignedInSession> sessions)
        => [.. sessions.Where(session => RemoveAsync(session.Key, CancellationToken.None).Result)];
}
