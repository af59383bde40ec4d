using TypedSessions.Engines.Database;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database;

/// <summary>Uses a separate server, because other tests run on the shared one.</summary>
public sealed class ServerRestartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Servers => SeparateServer.Databases;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task An_engine_works_after_a_restart_of_its_server(string name)
    {
        await using var server = await SeparateServer.StartAsync(name);
        var clock = new ManualClock();
        await using var engine = (DatabaseSessionEngine)await server.OpenEngineAsync(clock);
        var record = new SessionRecord
        {
            Values = Values(("a", "1")),
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow() + TimeSpan.FromDays(1),
        };
        var keys = Enumerable.Range(0, 20).Select(_ => NewKey()).ToArray();
        var changes = new SessionChanges { Values = new[] { Set("b", "2") }, ExpiresAt = record.ExpiresAt };

        // Concurrent calls, so that the pool has several connections to the server before its restart.
        await Task.WhenAll(keys.Select(key => Task.Run(async () => await engine.CreateAsync(key, record, Token), Token)));

        await server.StopAsync();
        await AssertEngineExceptionAsync(async () => await engine.LoadAsync(keys[0], Token));
        await AssertEngineExceptionAsync(async () => await engine.UpdateAsync(keys[0], record, changes, Token));
        await AssertEngineExceptionAsync(async () => await engine.CreateAsync(NewKey(), record, Token));
        await AssertEngineExceptionAsync(async () => await engine.RotateAsync(keys[0], NewKey(), record, changes, Token));
        await AssertEngineExceptionAsync(async () => await engine.RemoveAsync(keys[0], Token));

        await server.RestartAsync();
        await Task.WhenAll(keys.Select(key => Task.Run(() => AssertWorksAsync(key), Token)));

        // A restart without a call while the server is down. Requests load first.
        await server.StopAsync();
        await server.RestartAsync();
        Assert.Equal("a=1 b=2", engine.Load(keys[0], TimeSpan.FromMinutes(1))!.Values.Show());
        Assert.Equal("a=1 b=2", (await engine.LoadAsync(keys[0], Token))!.Values.Show());
        await Task.WhenAll(keys.Select(key => Task.Run(async () => Assert.True(await engine.RemoveAsync(key, Token)), Token)));
        Assert.Equal(0, await engine.CountAsync(Token));

        async Task AssertWorksAsync(SessionKey key)
        {
            Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
            Assert.Equal(CommitOutcome.Applied, (await engine.UpdateAsync(key, record, changes, Token)).Outcome);
        }
    }

    private static async Task AssertEngineExceptionAsync(Func<Task> work)
    {
        var error = await Assert.ThrowsAsync<SessionEngineException>(work);
        Assert.Contains("SQL, table typed_sessions", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, error.ToString(), StringComparison.Ordinal);
    }
}
