using TypedSessions.Redis;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>A separate server for a test that stops or kills it.</summary>
internal abstract class SeparateServer : IAsyncDisposable
{
    public const string Redis = "redis";

    /// <summary>The names of the database servers.</summary>
    public static TheoryData<string> Databases => [EnginePlace.Postgres, EnginePlace.MariaDb];

    /// <summary>Starts a server.</summary>
    /// <param name="name">The name.</param>
    /// <param name="syncs">Whether commits wait for the disk, as in production.</param>
    public static async Task<SeparateServer> StartAsync(string name, bool syncs = false)
    {
        SeparateServer server = name switch
        {
            EnginePlace.Postgres => new Postgres(syncs),
            Redis => new RedisWithFiles(syncs),
            _ => new MariaDb(syncs),
        };
        await server.OpenAsync();
        return server;
    }

    /// <summary>Opens an engine with its own connections and prepares its store.</summary>
    public async ValueTask<ISessionEngine> OpenEngineAsync(TimeProvider clock)
    {
        var engine = NewEngine(clock);
        await ((IPreparableEngine)engine).PrepareAsync(TestContext.Current.CancellationToken);
        return engine;
    }

    /// <summary>Shuts the server down.</summary>
    public abstract Task StopAsync();

    /// <summary>Kills the server: <c>kill -9</c>.</summary>
    public abstract Task KillAsync();

    /// <summary>Restarts the server on its folder and port.</summary>
    public abstract Task RestartAsync();

    public abstract ValueTask DisposeAsync();

    protected abstract Task OpenAsync();

    protected abstract ISessionEngine NewEngine(TimeProvider clock);

    private sealed class Postgres(bool syncs) : SeparateServer
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

        protected override ISessionEngine NewEngine(TimeProvider clock) => _schema.NewEngine(clock);
    }

    private sealed class MariaDb(bool syncs) : SeparateServer
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

        protected override ISessionEngine NewEngine(TimeProvider clock) => _database.NewEngine(clock);
    }

    private sealed class RedisWithFiles(bool syncs) : SeparateServer
    {
        private readonly List<RedisSessionEngine> _engines = [];
        private RedisProcess _server = null!;

        public override async Task StopAsync() => await _server.ExecuteAsync("SHUTDOWN");

        public override Task KillAsync()
        {
            _server.Kill();
            return Task.CompletedTask;
        }

        // The client reconnects in the background, so the test must wait for the connection.
        public override async Task RestartAsync()
        {
            await _server.RestartAsync();
            foreach (var engine in _engines)
            {
                await RedisProcess.RetryUntilConnectedAsync(() => engine.CountAsync(TestContext.Current.CancellationToken));
            }
        }

        public override async ValueTask DisposeAsync()
        {
            foreach (var engine in _engines)
            {
                await engine.DisposeAsync();
            }

            await _server.DisposeAsync();
        }

        protected override async Task OpenAsync()
            => _server = await RedisProcess.StartAsync("appendonly yes", $"appendfsync {(syncs ? "always" : "everysec")}");

        protected override ISessionEngine NewEngine(TimeProvider clock)
        {
            var engine = new RedisSessionEngine(
                RedisProcess.GetSettings(_server.Port),
                TimeSpan.FromMinutes(1),
                clock,
                new RedisEngineOptions { ClockSkew = TimeSpan.Zero });
            _engines.Add(engine);
            return engine;
        }
    }
}
