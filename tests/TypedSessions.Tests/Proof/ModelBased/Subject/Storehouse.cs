using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>Where the engines of a test keep their records. Emptied for each sequence.</summary>
internal abstract class Storehouse(WorldClock clock) : IAsyncDisposable
{
    private readonly Dictionary<int, ISessionEngine> _engines = [];

    protected WorldClock Clock { get; } = clock;

    /// <summary>The engine of a node, which is opened when it is first asked for.</summary>
    public async ValueTask<ISessionEngine> GetEngineAsync(int node)
    {
        if (!_engines.TryGetValue(node, out var engine))
        {
            _engines[node] = engine = await OpenAsync();
        }

        return engine;
    }

    /// <summary>Lets go of a node's engine as a killed process would, and opens another.</summary>
    public async ValueTask<ISessionEngine> RestartAsync(int node)
    {
        await CloseAsync(node);
        ForgetProcess();
        return await GetEngineAsync(node);
    }

    /// <summary>Takes out all records.</summary>
    public abstract ValueTask EmptyAsync();

    /// <summary>Has the cache in front of a database fail that often, where there is one.</summary>
    public virtual void FailCache(int calls)
    {
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var node in _engines.Keys.ToArray())
        {
            await CloseAsync(node);
        }

        GC.SuppressFinalize(this);
    }

    protected abstract ValueTask<ISessionEngine> OpenAsync();

    /// <summary>Returns a key prefix that separates a sequence's entries from those that others left on the server.</summary>
    protected static string NewPrefix() => $"{Guid.NewGuid():N}:";

    /// <summary>What is in the memory of a process goes with it.</summary>
    protected virtual void ForgetProcess()
    {
    }

    protected async ValueTask CloseAsync(int node)
    {
        if (_engines.Remove(node, out var engine))
        {
            await (engine is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask);
        }
    }
}
