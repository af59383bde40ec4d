using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using TypedSessions.Redis.Connections;

namespace TypedSessions.Redis.Scripting;

/// <summary>Runs scripts on the primary that has their keys, and waits for replicas where the options require it.</summary>
internal sealed class ScriptRunner(RedisConnections connections, RedisEngineOptions options, TimeProvider timeProvider)
{
    private readonly ReplicaStatus _replicas = new(timeProvider);
    private readonly ConcurrentDictionary<EndPoint, ReplicatedBatches> _batches = new();

    private int DatabaseNumber => options.Database ?? -1;

    /// <summary>Returns the database for commands.</summary>
    public async ValueTask<IDatabase> GetDatabaseAsync() => (await connections.GetAsync()).GetDatabase(DatabaseNumber);

    /// <summary>Returns the database for synchronous commands.</summary>
    public IDatabase GetSynchronousDatabase()
        => connections.GetSynchronousAsync().GetAwaiter().GetResult().GetDatabase(DatabaseNumber);

    /// <summary>Runs a script.</summary>
    /// <param name="script">The script.</param>
    /// <param name="keys">Its keys, of one slot.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="isFinal">Whether a failover must not undo its changes.</param>
    public ValueTask<RedisResult> RunAsync(Script script, RedisKey[] keys, RedisValue[] arguments, bool isFinal)
        => options.WaitForReplicas is WaitForReplicas.EveryCommit || (isFinal && options.WaitForReplicas is WaitForReplicas.FinalChanges)
            ? RunWithReplicasAsync(script, keys, arguments)
            : RunAsync(script, keys, arguments);

    private async ValueTask<RedisResult> RunAsync(Script script, RedisKey[] keys, RedisValue[] arguments)
        => await (await GetDatabaseAsync()).ScriptEvaluateAsync(script.Text, keys, arguments, CommandFlags.DemandMaster);

    private async ValueTask<RedisResult> RunWithReplicasAsync(Script script, RedisKey[] keys, RedisValue[] arguments)
    {
        var replicas = await _replicas.CountAsync(FindServer(await connections.GetAsync(), keys));
        if (replicas == 0)
        {
            return await RunAsync(script, keys, arguments);
        }

        var multiplexer = await connections.GetWaitingAsync();
        return await TryRunAsync(multiplexer, script, keys, arguments, replicas, byHash: true)
            ?? (await TryRunAsync(multiplexer, script, keys, arguments, replicas, byHash: false))!;
    }

    // Returns null if the server has no script with the hash.
    private async ValueTask<RedisResult?> TryRunAsync(
        IConnectionMultiplexer multiplexer, Script script, RedisKey[] keys, RedisValue[] arguments, int replicas, bool byHash)
    {
        var database = multiplexer.GetDatabase(DatabaseNumber);
        var server = FindServer(multiplexer, keys);
        var (running, waiting) = await _batches.GetOrAdd(server.EndPoint, static _ => new()).RunAsync(
            () => byHash
                ? database.ScriptEvaluateAsync(script.Hash, keys, arguments, CommandFlags.DemandMaster)
                : database.ScriptEvaluateAsync(script.Text, keys, arguments, CommandFlags.DemandMaster | CommandFlags.NoScriptCache),
            () => WaitAsync(server, replicas));
        if (byHash && running.Exception?.InnerException is RedisServerException { Kind: RedisErrorKind.NoScript })
        {
            return null;
        }

        var result = await running;
        await ConfirmAsync(server, await waiting, replicas);

        // The script may have been redirected to the node that has its slot now.
        var current = FindServer(multiplexer, keys);
        if (!current.EndPoint.Equals(server.EndPoint))
        {
            await ConfirmAsync(current, await WaitAsync(current, replicas), replicas);
        }

        return result;
    }

    private Task<RedisResult> WaitAsync(IServer server, int replicas)
        => server.ExecuteAsync("WAIT", replicas, (long)options.ReplicaTimeout.TotalMilliseconds);

    // All replicas, because any of them can become the primary. One that does not respond is tolerated as long as another one does.
    private async ValueTask ConfirmAsync(IServer server, RedisResult confirmed, int replicas)
    {
        var count = (int)confirmed;
        if (count < replicas && await _replicas.ReadAsync(server) > 0 && count == 0)
        {
            throw new SessionEngineException(string.Create(
                CultureInfo.InvariantCulture,
                $"The change is stored, but no replica confirmed it within {options.ReplicaTimeout}, so a failover could undo it. "
                + $"Check the replicas, or set {nameof(RedisEngineOptions)}.{nameof(RedisEngineOptions.WaitForReplicas)}."));
        }
    }

    private static IServer FindServer(IConnectionMultiplexer multiplexer, RedisKey[] keys)
        => multiplexer.GetServer(keys[0], flags: CommandFlags.DemandMaster);
}
