using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MySqlConnector;
using Npgsql;
using TypedSessions.Engines.Cache;
using TypedSessions.Engines.CachedDatabase;
using TypedSessions.Engines.Database;
using TypedSessions.Engines.Files;
using TypedSessions.Engines.Memory;
using TypedSessions.Sessions;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Hosting;

/// <summary>The configuration chooses the engine: <c>Sessions:Engine</c>.</summary>
public sealed class ConfiguredEngineTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("memory", typeof(MemorySessionEngine))]
    [InlineData("files", typeof(FileSessionEngine))]
    [InlineData("database", typeof(DatabaseSessionEngine))]
    [InlineData("cache", typeof(CacheSessionEngine))]
    [InlineData("cachedDatabase", typeof(CachedDatabaseSessionEngine))]
    [InlineData("cookies", null)]
    [InlineData("Memory", typeof(MemorySessionEngine))]
    public async Task The_engine_is_the_one_that_is_named(string name, Type? expected)
    {
        await using var app = Build(
            new() { ["Engine"] = name, ["Files:Path"] = _folder.GetPath("files"), ["ConnectionString"] = Sqlite("a") });

        await app.Host.StartAsync(Token);

        Assert.Equal(expected, app.Host.Services.GetService<ISessionEngine>()?.GetType());
        Assert.Equal(expected, app.Host.Services.GetRequiredService<ISessionTransport>().Engine?.Inner.GetType());
    }

    [Theory]
    [InlineData("sqlite", "Data Source=none", "BLOB")]
    [InlineData("PostgreSql", "Host=none", "bytea")]
    [InlineData("mysql", "Server=none", "`typed_sessions`")]
    public void The_provider_is_the_one_that_is_named(string provider, string connectionString, string column)
    {
        using var app = Build(
            new() { ["Engine"] = "database", ["Provider"] = provider, ["ConnectionString"] = connectionString }, ThreeProviders);

        Assert.Contains(column, Assert.IsType<DatabaseSessionEngine>(app.Engine).CreateScript, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nosql", "Sessions:Engine is 'nosql'. It can be memory, files, database, cache, cachedDatabase, cookies, own, or")]
    [InlineData(null, "Sessions:Engine is ''. It can be memory, ")]
    public async Task An_unknown_engine_stops_the_start(string? name, string expected)
    {
        await using var app = Build(new() { ["Engine"] = name }, OwnEngine);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.Host.StartAsync(Token));

        Assert.Contains(expected, exception.Message);
    }

    [Theory]
    [InlineData("oracle", "Sessions:Provider is 'oracle'. It can be one that the application adds (sqlite, postgresql): call Use")]
    [InlineData(null, "Sessions:Provider is ''. It can be one that the application adds (sqlite, postgresql)")]
    public async Task A_provider_that_is_not_known_or_not_named_stops_the_start(string? name, string expected)
    {
        await using var app = Build(new() { ["Engine"] = "cachedDatabase", ["Provider"] = name }, TwoProviders);

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.Host.StartAsync(Token));

        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public async Task The_connection_string_can_be_named_and_its_default_name_is_Sessions()
    {
        var settings = new Dictionary<string, string?>
        {
            ["ConnectionStrings:Sessions"] = Sqlite("default"),
            ["ConnectionStrings:Shop"] = Sqlite("named"),
            ["Sessions:Engine"] = "database",
        };
        await using (var app = BuildFrom(settings, OneProvider))
        {
            await app.Host.StartAsync(Token);
        }

        settings["Sessions:ConnectionString"] = "Shop";
        await using (var app = BuildFrom(settings, OneProvider))
        {
            await app.Host.StartAsync(Token);
        }

        Assert.True(File.Exists(_folder.GetPath("default")));
        Assert.True(File.Exists(_folder.GetPath("named")));
    }

    [Theory]
    [InlineData(null, "there is no connection string 'ConnectionStrings:Sessions'. Add it, or set Sessions:ConnectionString.")]
    [InlineData("Shop", "there is no connection string 'ConnectionStrings:Shop'.")]
    public async Task A_connection_string_that_is_missing_stops_the_start(string? name, string expected)
    {
        await using var app = Build(new() { ["Engine"] = "database", ["ConnectionString"] = name });

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => app.Host.StartAsync(Token));

        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public void The_engine_is_read_when_it_is_created_so_that_a_test_can_replace_the_setting()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions")).UseConfiguredEngine();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("Sessions:Engine", (string?)"memory")]);
        using var host = builder.Build();

        Assert.IsType<MemorySessionEngine>(host.Services.GetRequiredService<ISessionEngine>());
    }

    [Fact]
    public void The_application_can_add_an_engine_and_a_data_source()
    {
        using var dataSource = SqliteFactory.Instance.CreateDataSource(Sqlite("own"));
        using var own = Build(new() { ["Engine"] = "own" }, OwnEngine);
        using var database = Build(new() { ["Engine"] = "database" }, providers => providers.Add("shop", _ => dataSource));

        Assert.IsType<RecordingEngine>(own.Engine);
        Assert.IsType<DatabaseSessionEngine>(database.Engine);
    }

    [Fact]
    public async Task A_data_source_that_the_library_creates_is_disposed_of_with_the_container()
    {
        var (created, given) = (new TrackedSource(Sqlite("a")), new TrackedSource(Sqlite("b")));
        var services = new ServiceCollection();
        services.AddTypedSessions().UseDatabase(new TrackedFactory(created), "Data Source=a");
        await using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<ISessionEngine>();
        }

        services.AddTypedSessions().UseDatabase(given);
        await using (var provider = services.BuildServiceProvider())
        {
            provider.GetRequiredService<ISessionEngine>();
        }

        Assert.True(created.IsDisposed);
        Assert.False(given.IsDisposed);
    }

    [Fact]
    public void Without_a_configuration_the_call_names_what_is_missing()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => new ServiceCollection().AddTypedSessions().UseConfiguredEngine());

        Assert.Contains("Call AddTypedSessions(builder.Configuration.GetSection(\"Sessions\"))", exception.Message);
    }

    [Fact]
    public void An_engine_of_the_application_is_created_once_with_services()
    {
        var services = new ServiceCollection();
        services.AddTypedSessions().UseEngine<MemorySessionEngine>();
        using var provider = services.BuildServiceProvider();

        var engine = Assert.IsType<MemorySessionEngine>(provider.GetRequiredService<ISessionEngine>());
        Assert.Same(engine, provider.GetRequiredService<ISessionEngine>());
    }

    private static void OwnEngine(SessionEngineProviders providers)
        => providers.AddEngine("own", _ => new RecordingEngine(new MemorySessionEngine(TimeProvider.System)));

    private static void OneProvider(SessionEngineProviders providers) => providers.Add("sqlite", SqliteFactory.Instance);

    private static void TwoProviders(SessionEngineProviders providers)
        => providers.Add("sqlite", SqliteFactory.Instance).Add("postgresql", NpgsqlFactory.Instance);

    private static void ThreeProviders(SessionEngineProviders providers)
    {
        TwoProviders(providers);
        providers.Add("mysql", MySqlConnectorFactory.Instance);
    }

    private static Application Build(Dictionary<string, string?> settings, Action<SessionEngineProviders>? addProviders = null)
        => BuildFrom(settings.ToDictionary(pair => "Sessions:" + pair.Key, pair => pair.Value), addProviders ?? OneProvider);

    private static Application BuildFrom(Dictionary<string, string?> settings, Action<SessionEngineProviders> addProviders)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddDistributedMemoryCache().AddDataProtection();
        builder.Services.AddTypedSessions(builder.Configuration.GetSection("Sessions")).UseConfiguredEngine(addProviders);
        return new Application(builder.Build());
    }

    private string Sqlite(string file) => $"Data Source={_folder.GetPath(file)};Pooling=False";

    private sealed class Application(IHost host) : IDisposable, IAsyncDisposable
    {
        public IHost Host => host;

        public ISessionEngine Engine => host.Services.GetRequiredService<ISessionEngine>();

        // DatabaseSessionEngine and others are disposed of asynchronously.
        public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

        public ValueTask DisposeAsync() => ((IAsyncDisposable)host).DisposeAsync();
    }

    private sealed class TrackedFactory(TrackedSource source) : DbProviderFactory
    {
        public override DbDataSource CreateDataSource(string connectionString) => source;
    }

    private sealed class TrackedSource(string connectionString) : DbDataSource
    {
        public bool IsDisposed { get; private set; }

        public override string ConnectionString => connectionString;

        protected override DbConnection CreateDbConnection() => new SqliteConnection(connectionString);

        protected override void Dispose(bool disposing) => IsDisposed = true;

        protected override ValueTask DisposeAsyncCore()
        {
            IsDisposed = true;
            return default;
        }
    }
}
