using System.Data.Common;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Base class of tests with an engine on a database server.</summary>
public abstract class ServerEngineTest : IAsyncLifetime
{
    internal ManualClock Clock { get; } = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected DatabaseSessionEngine Engine { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Engine = await OpenAsync();
        await Engine.EnsureCreatedAsync(Token);
    }

    public abstract ValueTask DisposeAsync();

    /// <summary>Opens an engine on a database without the table.</summary>
    protected abstract ValueTask<DatabaseSessionEngine> OpenAsync();

    protected SessionRecord NewRecord(params (string Key, string Value)[] values) => NewRecord(TimeSpan.FromDays(14), values);

    protected SessionRecord NewRecord(TimeSpan lasts, params (string Key, string Value)[] values)
        => new() { Values = Values(values), CreatedAt = Clock.GetUtcNow(), ExpiresAt = Clock.GetUtcNow() + lasts };

    protected SessionChanges Change(params SessionValueChange[] values)
        => new() { Values = values, ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(14) };

    protected SessionChanges Touch() => new() { ExpiresAt = Clock.GetUtcNow() + TimeSpan.FromDays(20) };

    protected async Task<SessionKey> StoreAsync(SessionRecord record)
    {
        var key = NewKey();
        Assert.True(await Engine.CreateAsync(key, record, Token));
        return key;
    }

    /// <summary>Returns the values of the columns of a session without a user.</summary>
    protected static (string, DateTimeOffset, DateTimeOffset, DateTimeOffset?, long, SessionExpiry) Show(SessionRecord record) => (
        record.Values.Show(), record.CreatedAt, record.ExpiresAt, record.AbsoluteExpiration, record.Version, record.Expiry);

    protected static async Task<SessionEngineException> AssertEngineExceptionAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(MariaDbServer.Password, error.ToString(), StringComparison.Ordinal);
        return error;
    }

    /// <summary>Asserts that every method throws the engine's exception with the database and a hint.</summary>
    protected async Task AssertEveryMethodFailsAsync(DatabaseSessionEngine engine, string database, string hint)
    {
        var key = NewKey();
        var record = NewRecord();
        foreach (var work in new Func<Task>[]
        {
            async () => await engine.LoadAsync(key, Token),
            () => Task.FromResult(engine.Load(key, TimeSpan.FromMinutes(1))),
            async () => await engine.CreateAsync(key, record, Token),
            async () => await engine.UpdateAsync(key, record, Change(Set("a", "1")), Token),
            async () => await engine.UpdateAsync(key, record, Touch(), Token),
            async () => await engine.RotateAsync(key, NewKey(), record, Change(), Token),
            async () => await engine.RemoveAsync(key, Token),
            async () => await engine.RemoveExpiredAsync(10, Token),
            async () => await engine.CountAsync(Token),
            async () => await engine.ListAsync(Token).AnyAsync(Token),
            async () => await engine.FindByOwnerAsync("ann", Token).AnyAsync(Token),
        })
        {
            var error = await AssertEngineExceptionAsync(work);
            Assert.Contains(database, error.Message, StringComparison.Ordinal);
            Assert.Contains(hint, error.Message, StringComparison.Ordinal);
            Assert.NotNull(error.InnerException);
        }
    }

    /// <summary>Asserts that engines that start concurrently on a database without the table use the same table.</summary>
    protected async Task AssertOneTableIsCreatedAsync(DatabaseSessionEngine[] engines)
    {
        await Task.WhenAll(engines.Select(engine => Task.Run(async () => await engine.EnsureCreatedAsync(Token), Token)));
        Assert.True(await engines[0].CreateAsync(NewKey(), NewRecord(), Token));
        Assert.Equal(1, await engines[^1].CountAsync(Token));
    }

    /// <summary>Asserts that concurrent cleanups remove each expired record once and no other record.</summary>
    protected async Task AssertEachIsRemovedOnceAsync(int expired, params DatabaseSessionEngine[] engines)
    {
        await Task.WhenAll(
            Enumerable.Range(0, expired).Select(i => Task.Run(() => StoreAsync(NewRecord(TimeSpan.FromMilliseconds(1 + i))), Token)));
        await StoreAsync(NewRecord());
        Clock.Advance(TimeSpan.FromMilliseconds(expired));

        var removed = await Task.WhenAll(engines.Select(engine => Task.Run(() => CleanUpAsync(engine), Token)));
        Assert.Equal(expired, removed.Sum() + await CleanUpAsync(Engine));

        static async Task<int> CleanUpAsync(DatabaseSessionEngine engine)
        {
            const int Batch = 20;
            var sum = 0;
            for (var count = Batch; count == Batch; sum += count)
            {
                count = await engine.RemoveExpiredAsync(Batch, Token);
                Assert.InRange(count, 0, Batch);
            }

            return sum;
        }
    }

    /// <summary>Updates of the same sessions on two nodes are all stored.</summary>
    protected async Task AssertParallelUpdatesLoseNothingAsync(params DatabaseSessionEngine[] nodes)
    {
        var records = Enumerable.Range(0, 4).Select(_ => NewRecord()).ToArray();
        var keys = await Task.WhenAll(records.Select(StoreAsync));
        var names = Enumerable.Range(0, 50).Select(i => $"n{i:00}").ToArray();
        var results = await Task.WhenAll(names.SelectMany((name, i) => keys.Select((key, j) => Task.Run(
            async () => await nodes[i % nodes.Length].UpdateAsync(key, records[j], Change(Set(name, "1")), Token), Token))));
        Assert.DoesNotContain(results, result => result.IsGone);
        foreach (var key in keys)
        {
            var stored = (await Engine.LoadAsync(key, Token))!;
            Assert.Equal(names, stored.Values.Select(pair => pair.Key));
            Assert.Equal(51, stored.Version);
        }
    }

    /// <summary>A session that one node removes stays removed, whatever another stores at the same time.</summary>
    protected async Task AssertLogoutIsFinalAsync(DatabaseSessionEngine other)
    {
        for (var round = 0; round < 20; round++)
        {
            var record = NewRecord(("a", "1"));
            var key = await StoreAsync(record);
            var updates = Enumerable.Range(0, 5).Select(i => Task.Run(
                async () => await Engine.UpdateAsync(key, record, Change(Set($"n{i}", "1")), Token), Token)).ToArray();
            Assert.True(await other.RemoveAsync(key, Token));
            await Task.WhenAll(updates);
            Assert.Null(await Engine.LoadAsync(key, Token));
        }

        Assert.Equal(0, await Engine.CountAsync(Token));
    }

    /// <summary>While another transaction has locked a session, reads of it and writes to other sessions do not wait.</summary>
    protected async Task AssertOnlyWritesToTheSameSessionWaitAsync(
        DatabaseSessionEngine other, Func<SessionKey, Task<DbTransaction>> lockAsync, Func<Task> untilBlockedAsync)
    {
        var record = NewRecord(("a", "1"));
        var locked = await StoreAsync(record);
        var free = await StoreAsync(record);
        await using var transaction = await lockAsync(locked);
        var waiting = Engine.UpdateAsync(locked, record, Change(Set("b", "2")), Token).AsTask();
        await untilBlockedAsync();
        Assert.Equal(CommitOutcome.Applied, (await Engine.UpdateAsync(free, record, Change(Set("b", "2")), Token)).Outcome);
        Assert.Equal("a=1", (await other.LoadAsync(locked, Token))!.Values.Show());
        Assert.False(waiting.IsCompleted);
        await transaction.RollbackAsync(Token);
        Assert.Equal(CommitOutcome.Applied, (await waiting).Outcome);
    }
}
