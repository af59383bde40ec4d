using TypedSessions.Redis;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>Servers that refuse, fail or lose data, each started by its test.</summary>
public sealed class RedisFaultTests : RedisEngineTest
{
    [Fact]
    public async Task A_flush_of_the_script_cache_costs_only_a_second_round_trip()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await using var admin = await server.ConnectAsync();
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(engine, record);
        await admin.GetServers()[0].ScriptFlushAsync();
        Assert.True((await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).IsStored);
        await admin.GetServers()[0].ScriptFlushAsync();
        Assert.True(await engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task The_engine_reconnects_after_its_connections_were_killed()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await using var admin = await server.ConnectAsync();
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(engine, record);
        for (var round = 0; round < 5; round++)
        {
            await admin.GetDatabase().ExecuteAsync("CLIENT", "KILL", "SKIPME", "yes");
            Assert.NotNull(await RedisProcess.RetryUntilConnectedAsync(() => engine.LoadAsync(key, Token)));
        }
    }

    [Fact]
    public async Task While_the_server_is_unavailable_calls_fail_immediately_and_recover_afterwards()
    {
        var port = FreePort.Take();
        await using var engine = Open(RedisProcess.GetSettings(port), TimeSpan.FromSeconds(10));
        SessionKey key;
        await using (var server = await RedisProcess.StartAsync(RedisProcess.Server, port))
        {
            key = await RedisProcess.RetryUntilConnectedAsync(async () => await StoreAsync(engine, NewRecord(("a", "1"))));
            server.Kill();
        }

        var record = NewRecord();
        await AssertFailsAsync(async () => await engine.LoadAsync(key, Token), "connection");
        await AssertFailsAsync(async () => await engine.CreateAsync(NewKey(), record, Token), "connection");
        await AssertFailsAsync(async () => await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token), "connection");
        await AssertFailsAsync(async () => await engine.RotateAsync(key, NewKeyAfter(engine, key), record, Change(), Token), "connection");
        await AssertFailsAsync(async () => await engine.RemoveAsync(key, Token), "connection");
        await AssertFailsAsync(async () => await engine.CountAsync(Token), "connection");
        await AssertFailsAsync(async () => await engine.ListAsync(Token).CountAsync(Token), "connection");
        Assert.Throws<SessionEngineException>(() => engine.Load(key, TimeSpan.FromMinutes(1)));

        await using var restarted = await RedisProcess.StartAsync(RedisProcess.Server, port);
        Assert.Null(await RedisProcess.RetryUntilConnectedAsync(() => engine.LoadAsync(key, Token)));
    }

    [Fact]
    public async Task Calls_of_a_slow_server_time_out_and_do_not_accumulate()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port), TimeSpan.FromMilliseconds(400));
        var key = await StoreAsync(engine, NewRecord(("a", "1")));
        server.Pause();
        for (var round = 0; round < 3; round++)
        {
            var loads = Enumerable.Range(0, 200).Select(_ => engine.LoadAsync(key, Token).AsTask()).ToArray();
            await Task.WhenAll(loads.Select(load => Assert.ThrowsAsync<SessionEngineException>(() => load)));
        }

        server.Continue();
        Assert.NotNull(await RedisProcess.RetryUntilConnectedAsync(() => engine.LoadAsync(key, Token)));
    }

    [Fact]
    public async Task On_a_full_server_changes_fail_and_sessions_can_still_be_read_and_removed()
    {
        await using var server = await RedisProcess.StartAsync("maxmemory 4mb");
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await engine.PrepareAsync(Token);
        var large = NewRecord(("a", new string('x', 100_000)));
        var keys = new List<SessionKey>();
        await AssertFailsAsync(
            async () =>
            {
                while (true)
                {
                    keys.Add(await StoreAsync(engine, large));
                }
            },
            "maxmemory");

        Assert.NotNull(await engine.LoadAsync(keys[0], Token));
        var larger = Change(Set("b", new string('x', 300_000)));
        await AssertFailsAsync(async () => await engine.UpdateAsync(keys[0], large, larger, Token), "maxmemory");
        foreach (var key in keys)
        {
            Assert.True(await engine.RemoveAsync(key, Token));
        }

        await RedisProcess.RetryUntilConnectedAsync(async () => await StoreAsync(engine, large));
    }

    [Theory]
    [InlineData("allkeys-lru", 1)]
    [InlineData("noeviction", 0)]
    public async Task A_server_that_evicts_sessions_is_reported_at_start(string policy, int warnings)
    {
        await using var server = await RedisProcess.StartAsync("maxmemory 100mb", $"maxmemory-policy {policy}");
        var log = new CapturedLog();
        await using var engine = new RedisSessionEngine(
            RedisProcess.GetSettings(server.Port), TimeSpan.FromMinutes(1), Clock, logger: log.CreateLogger("redis"));
        await engine.PrepareAsync(Token);
        Assert.Equal(warnings, log.Entries.Count(entry => entry.Text.Contains("noeviction", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_primary_that_became_a_replica_refuses_changes_until_it_is_one_again()
    {
        await using var primary = await RedisProcess.StartAsync();
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await using var admin = await server.ConnectAsync();
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(engine, record);
        await admin.GetDatabase().ExecuteAsync("REPLICAOF", "127.0.0.1", primary.Port);
        await Assert.ThrowsAsync<SessionEngineException>(
            async () => await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token));

        await admin.GetDatabase().ExecuteAsync("REPLICAOF", "NO", "ONE");
        await RedisProcess.RetryUntilConnectedAsync(() => engine.CreateAsync(NewKey(), record, Token));
    }

    [Fact]
    public async Task Too_few_replicas_are_reported()
    {
        await using var server = await RedisProcess.StartAsync("min-replicas-to-write 1");
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await AssertFailsAsync(async () => await engine.CreateAsync(NewKey(), NewRecord(), Token), "min-replicas-to-write");
    }

    [Fact]
    public async Task Calls_fail_while_the_server_loads_its_data_and_succeed_afterwards()
    {
        await using var server = await RedisProcess.StartAsync("enable-debug-command yes", "loading-process-events-interval-bytes 1024");
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await using var admin = await server.ConnectAsync();
        var keys = await Task.WhenAll(
            Enumerable.Range(0, 100).Select(_ => StoreAsync(engine, NewRecord(("a", new string('x', 4000))))));
        await admin.GetDatabase().ExecuteAsync("CONFIG", "SET", "key-load-delay", "5000");
        var reload = admin.GetDatabase().ExecuteAsync("DEBUG", "RELOAD");
        var isLoading = false;
        while (!reload.IsCompleted)
        {
            try
            {
                await engine.LoadAsync(keys[0], Token);
            }
            catch (SessionEngineException error)
            {
                isLoading |= error.Message.Contains("loading", StringComparison.Ordinal);
            }
        }

        await reload;
        Assert.True(isLoading);
        Assert.NotNull(await RedisProcess.RetryUntilConnectedAsync(() => engine.LoadAsync(keys[0], Token)));
    }

    [Fact]
    public async Task A_commit_whose_reply_is_lost_fails_and_is_stored_completely_or_not_at_all()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var proxy = new TcpProxy(server.Port);
        await using var engine = Open(RedisProcess.GetSettings(proxy.Port));
        await using var other = Open(RedisProcess.GetSettings(server.Port));
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(engine, record);
        proxy.LoseNextReply();
        await Assert.ThrowsAsync<SessionEngineException>(
            async () => await engine.UpdateAsync(key, record, Change(Set("a", "2"), Set("b", "2")), Token));

        var stored = (await other.LoadAsync(key, Token))!;
        Assert.Contains(stored.Values.Show(), new[] { "a=1", "a=2 b=2" });
        Assert.NotNull(await RedisProcess.RetryUntilConnectedAsync(() => engine.LoadAsync(key, Token)));
    }

    [Fact]
    public async Task A_key_of_another_application_is_an_error_and_no_session()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port), options: new RedisEngineOptions { KeyPrefix = "p:" });
        await using var admin = await server.ConnectAsync();
        var key = await StoreAsync(engine, NewRecord(("a", "1")));
        var name = admin.GetServers()[0].Keys(pattern: "p:*:s:*").Single();
        await admin.GetDatabase().StringSetAsync(name, "not a hash");
        await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.LoadAsync(key, Token));
    }

    [Theory]
    [InlineData("v", "x")]
    [InlineData("x", "")]
    [InlineData("x", "99999999999999999")]
    [InlineData("d", "")]
    [InlineData("d", "\u0001\u0002")]
    public async Task A_damaged_record_counts_as_missing(string field, string value)
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        await using var admin = await server.ConnectAsync();
        var record = NewRecord(("a", "1"));
        var key = await StoreAsync(engine, record);
        var name = admin.GetServers()[0].Keys(pattern: "*:s:*").Single();
        await admin.GetDatabase().HashSetAsync(name, field, value);
        Assert.Null(await engine.LoadAsync(key, Token));
        Assert.False((await engine.UpdateAsync(key, record with { Version = 7 }, Change(Set("a", "2")), Token)).IsStored);
        Assert.Empty(await engine.ListAsync(Token).ToListAsync(Token));
    }
}
