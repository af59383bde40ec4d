using TypedSessions.Redis;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>A server of a test's own, which it stops and kills.</summary>
internal abstract class OwnServer : IAsyncDisposable
{
    public const string Redis = "redis";

    /// <summary>The database servers, by their names.</summary>
    public static TheoryData<string> Databases => [EnginePlace.Postgres, EnginePlace.MariaDb];

    /// <summary>Starts a server.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="syncs">Whether it waits for its disk at each commit, as one that is not for tests.</param>
    public static async Task<OwnServer> StartAsync(string name, bool syncs = false)
    {
        OwnServer server = name switch
        {
            EnginePlace.Postgres => new Postgres(syncs),
            Redis => new RedisWithFiles(syncs),
            _ => new MariaDb(syncs),
        };
        await server.OpenAsync();
        return server;
    }

    /// <summary>An engine with its own connections, which is ready to keep sessions.</summary>
    public async ValueTask<ISessionEngine> OpenEngineAsync(TimeProvider clock)
    {
        var engine = NewEngine(clock);
        await ((IPreparableEngine)engine).PrepareAsync(TestContext.Current.CancellationToken);
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

    protected abstract ISessionEngine NewEngine(TimeProvider clock);

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

        protected override ISessionEngine NewEngine(TimeProvider clock) => _schema.NewEngine(clock);
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

        protected override ISessionEngine NewEngine(TimeProvider clock) => _database.NewEngine(clock);
    }

    private sealed class RedisWithFiles(bool syncs) : OwnServer
    {
        private readonly List<RedisSessionEngine> _engines = [];
        private RedisProcess _server = null!;

        public override async Task StopAsync() => await _server.ExecuteAsync("SHUTDOWN");

        public override Task KillAsync()
        {
            _server.Kill();
            return Task.CompletedTask;
        }

        // An engine does not wait for its connection, which it opens again in the background.
        public override async Task RestartAsync()
        {
            await _server.RestartAsync();
            foreach (var engine in _engines)
            {
                await RedisProcess.UntilItAnswersAsync(() => engine.CountAsync(TestContext.Current.CancellationToken));
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
                RedisProcess.Patient(_server.Port),
                TimeSpan.FromMinutes(1),
                clock,
                new RedisEngineOptions { ClockSkew = TimeSpan.Zero });
            _engines.Add(engine);
            return engine;
        }
    }
}
