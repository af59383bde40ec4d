namespace TypedSessions.Benchmarks.Peers;

/// <summary>Starts the servers of a measurement when they are first needed.</summary>
internal sealed class StoreServers(string folder) : IDisposable
{
    private readonly Dictionary<string, StoreServer?> _servers = [];

    /// <summary>Returns a site's connection string or folder; <see langword="null"/> if the store's server is not installed.</summary>
    public async Task<string?> FindPlaceAsync(string store, string site)
        => Stores.HasServer(store) ? (await FindAsync(store))?.ConnectionString
            : store == Stores.Sqlite ? $"Data Source={folder}/{site}.db"
            : $"{folder}/{site}";

    /// <summary>Returns the process id of a store's server; <see langword="null"/> for stores without one.</summary>
    public int? GetProcess(string store) => _servers.GetValueOrDefault(store)?.Id;

    public void Dispose()
    {
        foreach (var server in _servers.Values)
        {
            server?.Dispose();
        }
    }

    private async Task<StoreServer?> FindAsync(string store)
    {
        if (!_servers.TryGetValue(store, out var server))
        {
            _servers.Add(store, server = await StoreServer.StartAsync(store));
        }

        return server;
    }
}
