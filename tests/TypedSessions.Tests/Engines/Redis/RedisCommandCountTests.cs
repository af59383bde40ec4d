using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Redis;
using TypedSessions.Redis.Records;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>The commands of requests, by the statistics of the server.</summary>
public sealed class RedisCommandCountTests : RedisEngineTest
{
    // Each script except CREATE calls HMGET once, which the server also counts.
    private const string Load = "hmget=1";
    private const string Script = "evalsha=1";
    private const string LoadAndScript = "evalsha=1 hmget=2";

    [Fact]
    public async Task A_load_is_one_command_and_a_commit_is_one_script()
    {
        await using var server = await RedisProcess.StartAsync();
        await AssertCountsAsync(server);
    }

    [Fact]
    public async Task A_cluster_gets_the_same_number_of_commands_as_one_server()
    {
        var nodes = await RedisCluster.StartPrimariesAsync(2);
        await using var first = nodes[0];
        await using var second = nodes[1];
        await AssertCountsAsync(nodes);
    }

    private async Task AssertCountsAsync(params RedisProcess[] servers)
    {
        await using var engine = Open(RedisProcess.GetSettings([.. servers.Select(static server => server.Port)]));
        await engine.PrepareAsync(Token);
        await LoadScriptsAsync(engine);
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            endpoints: static app =>
            {
                app.MapGet("/read", (ISession session) => session.GetString("a") ?? "");
                app.MapGet("/write/{value}", (ISession session, string value) => session.SetString("a", value));
                app.MapGet("/renew", (ISession session) => session.RegenerateId());
            },
            engine: _ => new(engine));
        using var visitor = site.Open();
        Assert.Equal(Script, await CountAsync("/write/0"));
        Assert.Equal(Load, await CountAsync("/read"));
        Assert.Equal(LoadAndScript, await CountAsync("/write/1"));
        Assert.Equal(LoadAndScript, await CountAsync("/renew"));
        Assert.Equal(LoadAndScript, await CountAsync("/login/ada"));
        Assert.Equal(Load, await CountAsync("/read"));

        async Task<string> CountAsync(string path)
        {
            await Task.WhenAll(servers.Select(static server => server.ExecuteAsync("CONFIG", "RESETSTAT")));
            await visitor.ReadAsync(path);
            return await ReadCountsAsync(servers);
        }
    }

    // The first use of a script on each server sends its text.
    private async Task LoadScriptsAsync(RedisSessionEngine engine)
    {
        var record = NewRecord();
        foreach (var bucket in new[] { 0, RedisKeys.Buckets - 1 })
        {
            var key = NewKeyIn(bucket);
            Assert.True(await engine.CreateAsync(key, record, Token));
            var stored = await engine.UpdateAsync(key, record, Change(Set("a", "1")), Token);
            Assert.True((await engine.RotateAsync(key, NewKeyAfter(engine, key), stored.Record!, Change(), Token)).IsStored);
        }
    }

    private static async Task<string> ReadCountsAsync(RedisProcess[] servers)
    {
        string[] sent = ["evalsha", "eval", "script|load", "hmget", "hgetall", "hget", "get", "zrangebyscore", "multi"];
        var answers = await Task.WhenAll(servers.Select(static server => server.ExecuteAsync("INFO", "commandstats")));
        var lines = answers.SelectMany(static answer => answer.Split('\n')).ToArray();
        return string.Join(
            ' ',
            from command in sent
            from line in lines
            where line.StartsWith($"cmdstat_{command}:calls=", StringComparison.Ordinal)
            group int.Parse(line.Split('=', ',')[1], CultureInfo.InvariantCulture) by command into calls
            select $"{calls.Key}={calls.Sum()}");
    }
}
