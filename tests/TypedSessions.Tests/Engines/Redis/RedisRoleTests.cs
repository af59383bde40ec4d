using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Redis;
using TypedSessions.Redis.Records;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>
/// Servers that refuse commands because of their role in a cluster or a replication. Requests fail with 503 and succeed again without a
/// restart when the servers recover, and no confirmed change is lost.
/// </summary>
public sealed class RedisRoleTests : RedisEngineTest
{
    [Fact]
    public async Task While_a_cluster_is_down_requests_fail_with_503_and_afterwards_nothing_is_lost()
    {
        var nodes = await RedisCluster.StartPrimariesAsync(1);
        await using var node = nodes[0];
        await using var engine = Open(RedisProcess.GetSettings(node.Port));
        await using var site = await StartSiteAsync(engine);
        using var visitor = site.Open();
        await visitor.ReadAsync("/write/1");

        // A slot without a node, like after the loss of a node without replicas.
        await node.ExecuteAsync("CLUSTER", "DELSLOTS", "0");
        await node.UntilAsync(static info => info.Contains("cluster_state:fail", StringComparison.Ordinal), "CLUSTER", "INFO");
        await AssertUnavailableAsync(visitor, "/read");
        await AssertUnavailableAsync(visitor, "/write/2");
        AssertTransient(
            await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.LoadAsync(NewKey(), Token)),
            "A part of the cluster is not available");

        await node.ExecuteAsync("CLUSTER", "ADDSLOTS", "0");
        await node.UntilAsync(static info => info.Contains("cluster_state:ok", StringComparison.Ordinal), "CLUSTER", "INFO");
        await UntilAsync(visitor, "/read", "1");
        await visitor.ReadAsync("/write/3");
        Assert.Equal("3", await visitor.ReadAsync("/read"));
    }

    [Fact]
    public async Task While_a_cluster_moves_a_slot_loads_and_commits_follow_and_only_changes_of_keys_on_both_nodes_fail()
    {
        var nodes = await RedisCluster.StartPrimariesAsync(2);
        await using var source = nodes[0];
        await using var target = nodes[1];
        await using var engine = Open(RedisProcess.GetSettings(source.Port, target.Port));
        var (key, record) = (NewKeyIn(bucket: 0), NewRecord(("a", "1")));
        Assert.True(await engine.CreateAsync(key, record, Token));
        var name = new RedisKeys(new RedisEngineOptions().KeyPrefix).GetRecord(key).ToString();

        // The record is on the target and its index on the source, so the servers reply ASK for one of them and TRYAGAIN for both.
        await RedisCluster.MoveSlotAsync(source, target, name, async () =>
        {
            Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
            Assert.True((await engine.UpdateAsync(key, record, Change(Set("a", "2")), Token)).IsStored);
            Assert.Equal("a=2", (await engine.LoadAsync(key, Token))!.Values.Show());
            var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.RemoveAsync(key, Token));
            AssertTransient(error, "moving the session's slot");
        });

        Assert.Equal("a=2", (await engine.LoadAsync(key, Token))!.Values.Show());
        Assert.Single(await engine.ListAsync(Token).ToListAsync(Token));
        Assert.True(await engine.RemoveAsync(key, Token));
    }

    [Fact]
    public async Task While_the_server_is_a_replica_changes_fail_with_503_and_afterwards_nothing_is_lost()
    {
        await using var server = await RedisProcess.StartAsync("repl-diskless-sync-delay 0");
        await using var other = await RedisProcess.StartAsync("repl-diskless-sync-delay 0", GetReplicaCommand(server));
        await server.UntilAsync(static info => info.Contains("state=online", StringComparison.Ordinal), "INFO", "replication");
        await using var engine = Open(RedisProcess.GetSettings(server.Port), TimeSpan.FromSeconds(4));
        await using var site = await StartSiteAsync(engine);
        using var visitor = site.Open();
        await visitor.ReadAsync("/write/1");
        await visitor.ReadAsync("/renew");

        await other.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await server.ExecuteAsync(GetReplicaCommand(other).Split(' '));
        await server.UntilAsync(static role => role.Contains("connected", StringComparison.Ordinal), "ROLE");
        await AssertUnavailableAsync(visitor, "/write/2");

        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");
        await UntilAsync(visitor, "/write/3", "");
        Assert.Equal("3", await visitor.ReadAsync("/read"));
    }

    [Fact]
    public async Task A_connection_to_a_replica_as_primary_throws_a_transient_error_until_the_promotion()
    {
        await using var primary = await RedisProcess.StartAsync();
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.GetSettings(server.Port));
        var (key, record) = (NewKey(), NewRecord(("a", "1")));
        Assert.True(await engine.CreateAsync(NewKey(), record, Token));
        await server.ExecuteAsync(GetReplicaCommand(primary).Split(' '));

        // The client requests the role every two seconds. Until then the server refuses.
        var error = await Assert.ThrowsAsync<SessionEngineException>(async () => await engine.CreateAsync(key, record, Token));
        Assert.True(error.IsTransient);
        Assert.Matches("The server is a replica|There is no connection", error.Message);

        await server.ExecuteAsync("REPLICAOF", "NO", "ONE");
        Assert.True(await RedisProcess.RetryUntilConnectedAsync(() => engine.CreateAsync(key, record, Token)));
        Assert.Equal("a=1", (await engine.LoadAsync(key, Token))!.Values.Show());
    }

    private static string GetReplicaCommand(RedisProcess primary)
        => $"replicaof 127.0.0.1 {primary.Port.ToString(CultureInfo.InvariantCulture)}";

    private static Task<TestSite> StartSiteAsync(RedisSessionEngine engine) => TestSite.StartAsync(
        static app =>
        {
            app.MapGet("/read", (ISession session) => session.GetString("a") ?? "nothing");
            app.MapGet("/write/{value}", (ISession session, string value) => session.SetString("a", value));
            app.MapGet("/renew", (ISession session) => session.RegenerateId());
        },
        engine: _ => new(engine));

    private static async Task AssertUnavailableAsync(Browser visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    private static void AssertTransient(SessionEngineException error, string hint)
    {
        Assert.True(error.IsTransient);
        Assert.Contains(hint, error.Message, StringComparison.Ordinal);
    }

    // The client detects the change within seconds.
    private static async Task UntilAsync(Browser visitor, string path, string expected)
    {
        while (true)
        {
            using var response = await visitor.GetAsync(path);
            if (response.IsSuccessStatusCode)
            {
                Assert.Equal(expected, await response.Content.ReadAsStringAsync(Token));
                return;
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        }
    }
}
