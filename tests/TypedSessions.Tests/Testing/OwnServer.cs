using TypedSessions.Engines.Database;

namespace TypedSessions.Tests.Testing;

/// <summary>A database server of a test's own, which it stops and kills.</summary>
internal abstract class OwnServer : IAsyncDisposable
{
    /// <summary>The servers, by their names.</summary>
    public static TheoryData<string> Names => [EnginePlace.Postgres, EnginePlace.MariaDb];

    /// <summary>Starts a server.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="syncs">Whether it waits for its disk at each commit, as one that is not for tests.</param>
    public static async Task<OwnServer> StartAsync(string name, bool syncs = false)
    {
        OwnServer server = name == EnginePlace.Postgres ? new Postgres(syncs) : new MariaDb(syncs);
        await server.OpenAsync();
        return server;
    }

    /// <summary>An engine with its own pool, whose table exists.</summary>
    public async ValueTask<DatabaseSessionEngine> OpenEngineAsync(TimeProvider clock)
    {
        var engine = NewEngine(clock);
        await engine.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    /// <summary>Stops it as an administrator would.</summary>
    public abstract Task StopAsync();

    /// <summary>Kills it: <c>kill -9</c>.</summary>
    public abstract Task KillAsync();

    /// <summary>Starts it again where it was.</summary>
    public abstract Task RestartAsync();

    public abstract ValueTask DisposeAsync();

    protected abstract Task OpenAsync();

    protected abstract DatabaseSessionEngine NewEngine(TimeProvider clock);

    private sealed class Postgres(bool syncs) : OwnServer
    {
        private readonly PostgresServer _server = new(syncs);
        private PostgresSchema _schema = null!;

        public override Task StopAsync() => _server.StopAsync();

        public override Task KillAsync() => _server.KillAsync();

        public override Task RestartAsync() => _server.StartAsync();

        public override async ValueTask DisposeAsync()
        {
            await _schema.DisposeAsync();
            await _server.DisposeAsync();
        }

        protected override async Task OpenAsync() => _schema = await _server.OpenAsync();

        protected override DatabaseSessionEngine NewEngine(TimeProvider clock) => _schema.NewEngine(clock);
    }

    private sealed class MariaDb(bool syncs) : OwnServer
    {
        private readonly MariaDbServer _server = new(syncs);
        private MariaDbDatabase _database = null!;

        public override Task StopAsync() => _server.StopAsync();

        public override Task KillAsync() => _server.KillAsync();

        public override Task RestartAsync() => _server.StartAsync();

        public override async ValueTask DisposeAsync()
        {
            await _database.DisposeAsync();
            await _server.DisposeAsync();
        }

        protected override async Task OpenAsync() => _database = await _server.OpenAsync();

        protected override DatabaseSessionEngine NewEngine(TimeProvider clock) => _database.NewEngine(clock);
    }
}
