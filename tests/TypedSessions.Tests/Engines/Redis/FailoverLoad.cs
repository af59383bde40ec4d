using System.Collections.Concurrent;
using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Changes sessions without pauses and records the confirmed changes.</summary>
internal sealed class FailoverLoad(RedisSessionEngine engine, TimeProvider clock)
{
    private const int Workers = 8;

    private readonly ConcurrentQueue<Confirmed> _confirmed = new();
    private long _count;

    private enum Kind
    {
        Removal,
        Rotation,
        Owner,
        Commit,
    }

    /// <summary>The number of confirmed changes.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Changes sessions until it is cancelled.</summary>
    public Task RunAsync(CancellationToken end)
        => Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(
            async () =>
            {
                for (var turn = worker; !end.IsCancellationRequested; turn++)
                {
                    try
                    {
                        _confirmed.Enqueue(await ChangeAsync((Kind)(turn % 4)));
                        Interlocked.Increment(ref _count);
                    }
                    catch (SessionEngineException)
                    {
                        // The change is not confirmed, so any outcome is possible.
                        await Task.Yield();
                    }
                }
            },
            CancellationToken.None)));

    /// <summary>Returns the confirmed changes that are lost, and clears the record.</summary>
    public async Task<(string[] FinalChanges, int Commits)> FindLostAsync(CancellationToken cancellationToken)
    {
        var lost = new List<Kind>();
        while (_confirmed.TryDequeue(out var change))
        {
            if (!await RedisProcess.RetryUntilConnectedAsync(async () => await IsThereAsync(change, cancellationToken)))
            {
                lost.Add(change.Kind);
            }
        }

        return ([.. lost.Where(static kind => kind is not Kind.Commit).Select(static kind => kind.ToString())],
            lost.Count(static kind => kind is Kind.Commit));
    }

    private async Task<Confirmed> ChangeAsync(Kind kind)
    {
        var now = clock.GetUtcNow();
        var record = new SessionRecord { Values = Values(("a", "1")), CreatedAt = now, ExpiresAt = now + TimeSpan.FromDays(1) };
        var (key, end) = (NewKey(), record.ExpiresAt);
        await engine.CreateAsync(key, record, CancellationToken.None);
        switch (kind)
        {
            case Kind.Removal:
                Assert.True(await engine.RemoveAsync(key, CancellationToken.None));
                return new Confirmed(kind, key);
            case Kind.Rotation:
                var newKey = RedisEngineTest.NewKeyAfter(engine, key);
                var changes = new SessionChanges { ExpiresAt = end, HasOwner = true, Owner = "ann" };
                Assert.True((await engine.RotateAsync(key, newKey, record, changes, CancellationToken.None)).IsStored);
                return new Confirmed(kind, key, newKey);
            case Kind.Owner:
                var owner = new SessionChanges { ExpiresAt = end, HasOwner = true, Owner = "ann" };
                Assert.True((await engine.UpdateAsync(key, record, owner, CancellationToken.None)).IsStored);
                return new Confirmed(kind, key);
            default:
                var commit = new SessionChanges { ExpiresAt = end, Values = new[] { Set("a", "2") } };
                Assert.True((await engine.UpdateAsync(key, record, commit, CancellationToken.None)).IsStored);
                return new Confirmed(kind, key);
        }
    }

    private async Task<bool> IsThereAsync(Confirmed change, CancellationToken cancellationToken)
    {
        var record = await engine.LoadAsync(change.Key, cancellationToken);
        return change.Kind switch
        {
            Kind.Removal => record is null,
            Kind.Rotation => record is null or { IsClosed: true }
                && await engine.LoadAsync(change.NewKey, cancellationToken) is { Owner: "ann" },
            Kind.Owner => record is { Owner: "ann" },
            _ => record?.Values.Show() == "a=2",
        };
    }

    private readonly record struct Confirmed(Kind Kind, SessionKey Key, SessionKey NewKey = default);
}
