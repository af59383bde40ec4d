using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Pauses before and after each call of an engine and makes some calls fail, before or after they reach it.</summary>
internal class ScheduledEngine(ISessionEngine inner) : RecordingEngine(inner), ISynchronousSessionEngine
{
    /// <summary>Gets or sets the round that pauses and fails the calls; <see langword="null"/> for none.</summary>
    public Round? Round { get; set; }

    // A synchronous call cannot pause.
    public SessionRecord? Load(SessionKey key, TimeSpan timeout)
        => CallAsync("load", () => ValueTask.FromResult(Inner.LoadSynchronously(key, timeout))).AsTask().GetAwaiter().GetResult();

    protected override async ValueTask<T> InvokeAsync<T>(RecordedCall call, Func<ISessionEngine, ValueTask<T>> operation)
    {
        await PauseAsync();
        var result = await CallAsync(call.Name, () => operation(Inner));
        await PauseAsync();
        return result;
    }

    private Task PauseAsync() => Round?.PauseAsync() ?? Task.CompletedTask;

    private async ValueTask<T> CallAsync<T>(string name, Func<ValueTask<T>> call)
    {
        if (Round is not { } round)
        {
            return await call();
        }

        round.AddCall(name);
        round.FailSometimes();
        using (round.StopClock())
        {
            var result = await call();
            round.FailSometimes();
            return result;
        }
    }
}

/// <summary>A <see cref="ScheduledEngine"/> on an engine that can list its records, which neither pauses nor fails.</summary>
internal sealed class ScheduledInventory(ISessionEngine inner, ISessionInventory inventory) : ScheduledEngine(inner), ISessionInventory
{
    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => inventory.CountAsync(cancellationToken);

    public ValueTask<long> CountExpiredAsync(CancellationToken cancellationToken) => inventory.CountExpiredAsync(cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> ListAsync(CancellationToken cancellationToken) => inventory.ListAsync(cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindByOwnerAsync(string owner, CancellationToken cancellationToken)
        => inventory.FindByOwnerAsync(owner, cancellationToken);

    public IAsyncEnumerable<SessionRecordEntry> FindForRemovalAsync(string owner, CancellationToken cancellationToken)
        => inventory.FindForRemovalAsync(owner, cancellationToken);
}
