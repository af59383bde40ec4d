using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TypedSessions.Tests.Authentication;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Redis;

/// <summary>The commands that requests cost, as the server itself counts them.</summary>
public sealed class RedisCommandCountTests : RedisEngineTest
{
    // A script calls HMGET once, which is counted like that of a load; CREATE does not.
    private const string Load = "hmget=1";
    private const string Script = "evalsha=1";
    private const string LoadAndScript = "evalsha=1 hmget=2";

    [Fact]
    public async Task A_load_is_one_command_and_a_commit_is_one_script()
    {
        await using var server = await RedisProcess.StartAsync();
        await using var engine = Open(RedisProcess.Patient(server.Port));
        await engine.PrepareAsync(Token);
        await using var site = await LoginSite.StartAsync(
            LoginSite.Cookie,
            endpoints: static app =>
            {
                app.MapGet("/read", (ISession session) => session.GetString("a") ?? "");
                app.MapGet("/write/{value}", (ISession session, string value) => session.SetString("a", value));
                app.MapGet("/renew", (ISession session) => session.RegenerateId());
            },
            engine: _ => new(engine));
        using var browser = site.Open();
        foreach (var warmUp in new[] { "/write/0", "/write/1", "/renew" })
        {
            await browser.ReadAsync(warmUp);
        }

        using var visitor = site.Open();
        Assert.Equal(Script, await CountAsync("/write/0"));
        Assert.Equal(Load, await CountAsync("/read"));
        Assert.Equal(LoadAndScript, await CountAsync("/write/1"));
        Assert.Equal(LoadAndScript, await CountAsync("/renew"));
        Assert.Equal(LoadAndScript, await CountAsync("/login/ada"));
        Assert.Equal(Load, await CountAsync("/read"));

        async Task<string> CountAsync(string path)
        {
            await server.ExecuteAsync("CONFIG", "RESETSTAT");
            await visitor.ReadAsync(path);
            return await ReadCountsAsync(server);
        }
    }

    private static async Task<string> ReadCountsAsync(RedisProcess server)
    {
        string[] sent = ["evalsha", "eval", "script|load", "hmget", "hgetall", "hget", "get", "zrangebyscore", "multi"];
        var lines = (await server.ExecuteAsync("INFO", "commandstats")).Split('\n');
        return string.Join(
            ' ',
            from command in sent
            from line in lines
            where line.StartsWith($"cmdstat_{command}:calls=", StringComparison.Ordinal)
            select $"{command}={line.Split('=', ',')[1]}");
    }
}
