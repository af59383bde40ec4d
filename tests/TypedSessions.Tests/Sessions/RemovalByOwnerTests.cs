using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Sessions;

/// <summary>
/// "Log out everywhere" while clients rotate their sessions continuously. On each engine that finds the sessions of a user.
/// </summary>
public sealed class RemovalByOwnerTests(PostgresServer postgres, MariaDbServer mariaDb, RedisServer redis) : IAsyncDisposable
{
    private const int Clients = 4;

    private static readonly int Rounds = LongForm.Removals(unlessSet: 5);

    private readonly AnyEngine _engine = new(postgres, mariaDb, redis);

    public static TheoryData<string> Engines => AnyEngine.NamesOfInventories;

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task No_existing_session_survives_the_call(string name)
    {
        var clock = new ManualClock();
        var engine = await _engine.OpenAsync(name, clock);
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, sessions: it => it.UseEngine(_ => engine));
        var manager = site.Services.GetRequiredService<ISessionManager>();
        for (var round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var started = new AsyncBarrier(Clients + 1);
            var clients = Enumerable.Range(0, Clients).Select(_ => Task.Run(() => RotateUntilEndedAsync(manager, started, stop.Token)))
                .ToArray();
            await await Task.WhenAny(started.SignalAndWaitAsync(), Task.WhenAll(clients));

            await manager.RemoveByOwnerAsync("ann", TestContext.Current.CancellationToken);

            await stop.CancelAsync();
            var survivors = await Task.WhenAll(clients);
            Assert.All(survivors, static isAlive => Assert.False(isAlive));
            Assert.Empty(
                await manager.FindByOwnerAsync("ann", TestContext.Current.CancellationToken)
                    .ToListAsync(TestContext.Current.CancellationToken));
            await RemoveCopiesAsync(site, clock, engine);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public async Task All_sessions_except_one_end_even_if_they_are_rotated_concurrently(string name)
    {
        var clock = new ManualClock();
        var engine = await _engine.OpenAsync(name, clock);
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, sessions: it => it.UseEngine(_ => engine));
        var manager = site.Services.GetRequiredService<ISessionManager>();
        for (var round = 0; round < Rounds; round++)
        {
            using var stop = new CancellationTokenSource();
            var started = new AsyncBarrier(Clients + 1);
            var mine = new TaskCompletionSource<SessionKey>(TaskCreationOptions.RunContinuationsAsynchronously);
            var clients = Enumerable.Range(0, Clients)
                .Select(i => Task.Run(() => RotateUntilEndedAsync(manager, started, stop.Token, i == 0 ? mine : null)))
                .ToArray();
            var key = await mine.Task;
            await await Task.WhenAny(started.SignalAndWaitAsync(), Task.WhenAll(clients));
            await using var late = await manager.OpenAsync(
                (await manager.FindByOwnerAsync("ann", CancellationToken.None).FirstOrDefaultAsync(CancellationToken.None)).Key,
                cancellationToken: CancellationToken.None);

            await manager.RemoveOthersAsync("ann", key, TestContext.Current.CancellationToken);

            // A request that has loaded the session earlier does not create it again.
            late?.Session.SetString("late", "yes");
            await (late?.SaveAsync(CancellationToken.None) ?? default);
            await stop.CancelAsync();
            var survivors = await Task.WhenAll(clients);
            Assert.Equal([true, false, false, false], survivors);
            var left = await manager.FindByOwnerAsync("ann", CancellationToken.None).ToListAsync(CancellationToken.None);
            Assert.Single(left);
            await manager.RemoveByOwnerAsync("ann", CancellationToken.None);
            await RemoveCopiesAsync(site, clock, engine);
        }
    }

    [Fact]
    public async Task Continuous_sign_ins_of_a_user_do_not_prevent_the_end_of_the_removal()
    {
        var clock = new ManualClock();
        var records = new MemorySessionEngine(clock);
        var engine = new RecordingInventory(records) { Before = SignInAsync };
        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, sessions: it => it.UseEngine(_ => engine));

        var removed = await site.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync(
            "ann", TestContext.Current.CancellationToken);

        var lists = engine.Calls.Count(call => call == "find for removal");
        Assert.Equal((1, 2, 1L), (removed, lists, await records.CountAsync(TestContext.Current.CancellationToken)));

        // Another session begins each time that the sessions are listed.
        async Task SignInAsync(string call)
        {
            if (call == "find for removal")
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                var expires = clock.GetUtcNow() + TimeSpan.FromDays(1);
                var record = new SessionRecord
                {
                    Values = SessionValues.Empty,
                    CreatedAt = clock.GetUtcNow(),
                    ExpiresAt = expires,
                    Owner = "ann",
                };
                Assert.True(await records.CreateAsync(NewKey(), record, TestContext.Current.CancellationToken));
            }
        }
    }

    [Fact]
    public async Task Continuous_rotations_do_not_prevent_the_end_of_the_removal()
    {
        var clock = new ManualClock();
        var records = new MemorySessionEngine(clock);
        var (keys, turns) = (new SessionKey[Clients], 0);
        var engine = new RecordingInventory(records) { Before = RotateNextAsync };
        var record = new SessionRecord
        {
            Values = SessionValues.Empty,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow() + TimeSpan.FromDays(1),
            Owner = "ann",
        };
        for (var client = 0; client < Clients; client++)
        {
            keys[client] = NewKey();
            Assert.True(await records.CreateAsync(keys[client], record, CancellationToken.None));
        }

        await using var site = await LoginSite.StartAsync(LoginSite.Cookie, sessions: it => it.UseEngine(_ => engine));
        var removed = await site.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync(
            "ann", TestContext.Current.CancellationToken);

        Assert.Equal((Clients, 0L), (removed, await records.CountAsync(TestContext.Current.CancellationToken)));

        // Each call of the removal rotates one of the sessions in turn, so that a removal that visits each in turn always comes too late.
        async Task RotateNextAsync(string call)
        {
            Assert.True(++turns < 1000, "The removal follows the sessions without end.");
            var (old, next) = (keys[turns % Clients], NewKey());
            if (await records.LoadAsync(old, CancellationToken.None) is { IsClosed: false } live)
            {
                var changes = new SessionChanges { ExpiresAt = live.ExpiresAt, RotationGrace = TimeSpan.FromHours(1) };
                Assert.True((await records.RotateAsync(old, next, live, changes, CancellationToken.None)).IsStored);
                keys[turns % Clients] = next;
            }
        }
    }

    // Advances both clocks, so that the closed copies of earlier rounds expire and new sessions do not.
    private static async Task RemoveCopiesAsync(TestSite site, ManualClock clock, ISessionEngine engine)
    {
        site.Clock.Advance(TimeSpan.FromHours(2));
        clock.Advance(TimeSpan.FromHours(2));
        while (await engine.RemoveExpiredAsync(1000, TestContext.Current.CancellationToken) > 0)
        {
        }
    }

    // Rotates a session of Ann's continuously, and returns whether it still exists after the removal.
    private static async Task<bool> RotateUntilEndedAsync(
        ISessionManager manager, AsyncBarrier started, CancellationToken stop, TaskCompletionSource<SessionKey>? firstKey = null)
    {
        await using var begun = manager.Create();
        begun.Session.Owner = "ann";
        await begun.SaveAsync(CancellationToken.None);
        var token = begun.Token!;
        firstKey?.SetResult(SessionKey.TryParse(begun.Session.Id, out var key) ? key : default);
        await started.SignalAndWaitAsync();
        while (!stop.IsCancellationRequested && await manager.OpenAsync(token, cancellationToken: CancellationToken.None) is { } session)
        {
            await using (session)
            {
                session.Session.RegenerateId();
                if (!await session.SaveAsync(CancellationToken.None))
                {
                    return false;
                }

                token = session.Token!;
            }
        }

        return await manager.OpenAsync(token, cancellationToken: CancellationToken.None) is not null;
    }
}
