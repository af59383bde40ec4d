using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using TypedSessions.Redis.Connections;
using TypedSessions.Redis.Records;
using TypedSessions.Redis.Scripting;

namespace TypedSessions.Redis.StartUp;

/// <summary>Verifies at start that the server can store sessions.</summary>
internal sealed class ServerChecks(RedisConnections connections, ScriptRunner scripts, RedisKeys keys, ILogger logger)
{
    /// <summary>Runs the checks.</summary>
    /// <returns>Whether the server keeps all sessions until they expire.</returns>
    public async Task<bool> RunAsync()
    {
        try
        {
            await WriteAndRemoveAsync();
        }
        catch (RedisConnectionException)
        {
            await connections.ThrowIfRefusedAsync();
            throw;
        }

        await connections.GetSynchronousAsync();
        var canKeepAll = true;
        var servers = (await connections.GetAsync()).GetServers();
        foreach (var server in servers.Where(static server => server is { IsConnected: true, IsReplica: false }))
        {
            canKeepAll &= CanKeepAll(server, await ServerInfo.ReadAsync(server, "memory"));
        }

        return canKeepAll;
    }

    // Runs the commands that changes need, so that missing permissions are reported at start.
    private async Task WriteAndRemoveAsync()
    {
        var key = new SessionKey(RandomNumberGenerator.GetBytes(SessionKey.Size));
        var (record, index, member) = (keys.GetRecord(key), keys.GetIndex(key), RedisKeys.GetMember(key));
        await scripts.RunAsync(Scripts.Create, [record, index], [member, "-inf", 0, 0, "", "", 1000, ""], isFinal: false);
        await scripts.RunAsync(Scripts.Remove, [record, index], [member, 0], isFinal: false);
    }

    private bool CanKeepAll(IServer server, ILookup<string, string> memory)
    {
        var policy = memory["maxmemory_policy"].FirstOrDefault("noeviction");
        var canKeepAll = policy == "noeviction" || memory["maxmemory"].FirstOrDefault("0") == "0";
        if (!canKeepAll)
        {
            logger.EvictsSessions(server.EndPoint, policy);
        }

        return canKeepAll;
    }
}
