using TypedSessions.Diagnostics;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Diagnostics;

/// <summary>Every engine gets the same timeout and the same type of exception for all callers.</summary>
public sealed class InstrumentedSessionEngineTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();
    private readonly RecordingEngine _inner;
    private readonly InstrumentedSessionEngine _engine;

    public InstrumentedSessionEngineTests()
    {
        _inner = new RecordingEngine(new MemorySessionEngine(_clock));
        _engine = new InstrumentedSessionEngine(_inner, Transports.Metrics, _clock, Timeout);
    }

    public static TheoryData<string> Operations => ["load", "load fresh", "create", "update", "rotate", "remove", "remove expired"];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Any_exception_becomes_a_SessionEngineException_that_names_the_operation(string operation)
    {
        _inner.Before = static _ => throw new IOException("The disk is full.");

        var exception = await Assert.ThrowsAsync<SessionEngineException>(() => InvokeAsync(operation, CancellationToken.None));

        Assert.IsType<IOException>(exception.InnerException);
        Assert.Contains("The disk is full.", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_operation_that_takes_too_long_fails_after_the_timeout(string operation)
    {
        var pending = new TaskCompletionSource();
        _inner.Before = _ => pending.Task;
        var invocation = InvokeAsync(operation, CancellationToken.None);
        Assert.False(invocation.IsCompleted);

        _clock.Advance(Timeout);

        var exception = await Assert.ThrowsAsync<SessionEngineException>(() => invocation);
        Assert.Contains("EngineTimeout", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
        pending.SetResult();
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task The_callers_cancellation_stays_a_cancellation(string operation)
    {
        using var source = new CancellationTokenSource();
        _inner.Before = _ =>
        {
            source.Cancel();
            return Task.FromCanceled(source.Token);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => InvokeAsync(operation, source.Token));
    }

    [Fact]
    public void An_engine_without_an_inventory_has_none()
    {
        Assert.Null(_engine.Inventory);
        Assert.NotNull(new InstrumentedSessionEngine(new MemorySessionEngine(_clock), Transports.Metrics, _clock, Timeout).Inventory);
    }

    [Fact]
    public async Task A_list_that_fails_fails_with_a_SessionEngineException()
    {
        var engine = new InstrumentedSessionEngine(new BrokenInventory(_clock), Transports.Metrics, _clock, Timeout);

        await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.Inventory!.CountAsync(CancellationToken.None));
        await Assert.ThrowsAsync<SessionEngineException>(
            async () => await engine.Inventory!.ListAsync(CancellationToken.None).ToListAsync(TestContext.Current.CancellationToken));
    }

    private Task InvokeAsync(string operation, CancellationToken cancellationToken)
    {
        var (key, now) = (NewKey(), _clock.GetUtcNow());
        var record = new SessionRecord { Values = SessionValues.Empty, CreatedAt = now, ExpiresAt = now.AddDays(1) };
        var changes = new SessionChanges { ExpiresAt = now.AddDays(2) };
        return operation switch
        {
            "load" => _engine.LoadAsync(key, cancellationToken).AsTask(),
            "load fresh" => _engine.LoadFreshAsync(key, cancellationToken).AsTask(),
            "create" => _engine.CreateAsync(key, record, cancellationToken).AsTask(),
            "update" => _engine.UpdateAsync(key, record, changes, cancellationToken).AsTask(),
            "rotate" => _engine.RotateAsync(key, NewKey(), record, changes, cancellationToken).AsTask(),
            "remove" => _engine.RemoveAsync(key, cancellationToken).AsTask(),
            _ => _engine.RemoveExpiredAsync(1, cancellationToken).AsTask(),
        };
    }

    private sealed class BrokenInventory(TimeProvider timeProvider) : ISessionEngine, ISessionInventory
    {
        private readonly MemorySessionEngine _inner = new(timeProvider);

        public SessionGuarantees Guarantees => _inner.Guarantees;

        public ValueTask<SessionRecord?> LoadAsync(SessionKey key, CancellationToken cancellationToken)
            => _inner.LoadAsync(key, cancellationToken);

        public ValueTask<bool> CreateAsync(SessionKey key, SessionRecord record, CancellationToken cancellationToken)
            => _inner.CreateAsync(key, record, cancellationToken);

        public ValueTask<CommitResult> UpdateAsync(
            SessionKey key, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
            => _inner.UpdateAsync(key, loaded, changes, cancellationToken);

        public ValueTask<CommitResult> RotateAsync(
            SessionKey key, SessionKey newKey, SessionRecord loaded, SessionChanges changes, CancellationToken cancellationToken)
            => _inner.RotateAsync(key, newKey, loaded, changes, cancellationToken);

        public ValueTask<bool> RemoveAsync(SessionKey key, CancellationToken cancellationToken)
            => _inner.RemoveAsync(key, cancellationToken);

        public ValueTask<int> RemoveExpiredAsync(int batchSize, CancellationToken cancellationToken)
            => _inner.RemoveExpiredAsync(batchSize, cancellationToken);

        public ValueTask<long> CountAsync(CancellationToken cancellationToken) => throw new IOException("The disk is gone.");

        public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => throw new IOException("The disk is gone.");

        public async IAsyncEnumerable<SessionRecordEntry> ListAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            yield return default;
            throw new IOException("The disk is gone.");
        }

        public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
            => ListAsync(cancellationToken);
    }
}
