using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Database.MariaDb;

/// <summary>Settings that apply to a whole server, so the tests start separate ones.</summary>
public sealed class ServerSettingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_replica_and_a_session_beyond_the_maximum_packet_are_errors_with_a_hint()
    {
        await using var server = new MariaDbServer();
        await using var database = await server.OpenAsync();
        var clock = new ManualClock();
        await database.NewEngine(clock).EnsureCreatedAsync(Token);
        await database.ExecuteAsync($"""
            CREATE USER app@'127.0.0.1' IDENTIFIED BY '{MariaDbServer.Password}';
            GRANT SELECT, INSERT, UPDATE, DELETE ON {database.Name}.* TO app@'127.0.0.1';
            SET GLOBAL max_allowed_packet = 1048576
            """);
        var engine = database.NewEngine(clock, configure: connection => connection.UserID = "app");
        var record = new SessionRecord
        {
            Values = Values(("a", "1")),
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = clock.GetUtcNow() + TimeSpan.FromDays(1),
        };
        var key = NewKey();
        Assert.True(await engine.CreateAsync(key, record, Token));

        var large = record with { Values = Values(("a", new string('x', 2_000_000))) };
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.CreateAsync(NewKey(), large, Token));
        Assert.Contains("max_allowed_packet", error.Message, StringComparison.Ordinal);
        var changes = new SessionChanges { Values = new[] { Set("a", new string('x', 2_000_000)) }, ExpiresAt = record.ExpiresAt };
        error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.UpdateAsync(key, record, changes, Token));
        Assert.Contains("max_allowed_packet", error.Message, StringComparison.Ordinal);
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());

        await database.ExecuteAsync("SET GLOBAL read_only = 1");
        await engine.EnsureCreatedAsync(Token);
        Assert.NotNull(await engine.LoadAsync(key, Token));
        error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.RemoveAsync(key, Token));
        Assert.Contains("The server is a read-only replica", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }
}
