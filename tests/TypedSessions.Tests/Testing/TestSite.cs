using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>A site on Kestrel with a real socket, in Production by default.</summary>
internal sealed class TestSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestSite(WebApplication app, RecordingEngine engine, ManualClock clock, CapturedLog log)
    {
        _app = app;
        Engine = engine;
        Clock = clock;
        Log = log;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public RecordingEngine Engine { get; }

    public ManualClock Clock { get; }

    public CapturedLog Log { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a site.</summary>
    /// <param name="pipeline">Adds middleware and endpoints after <c>UseTypedSessions</c>.</param>
    /// <param name="options">The sessions' options.</param>
    /// <param name="services">Adds services.</param>
    /// <param name="outer">Adds middleware before <c>UseTypedSessions</c>.</param>
    /// <param name="environment">The name of the environment.</param>
    /// <param name="engine">The engine. Default: the memory engine.</param>
    /// <param name="usesSessions">Whether to call <c>UseTypedSessions</c>; if not, <paramref name="pipeline"/> does.</param>
    public static async Task<TestSite> StartAsync(
        Action<WebApplication> pipeline,
        Action<TypedSessionsOptions>? options = null,
        Action<IServiceCollection, TypedSessionsBuilder>? services = null,
        Action<WebApplication>? outer = null,
        string environment = "Production",
        Func<ManualClock, ValueTask<ISessionEngine>>? engine = null,
        bool usesSessions = true)
    {
        var clock = new ManualClock();
        var log = new CapturedLog();
        var probe = RecordingEngine.Create(engine is null ? new MemorySessionEngine(clock) : await engine(clock));
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().AddProvider(log).SetMinimumLevel(LogLevel.Debug);
        builder.Services.AddSingleton<TimeProvider>(clock);

        // The calls of a background cleanup would be recorded.
        var sessions = builder.Services.AddTypedSessions(it => it.Cleanup.Enabled = false).UseEngine(_ => probe);
        builder.Services.Configure(options ?? (_ => { }));
        services?.Invoke(builder.Services, sessions);

        var app = builder.Build();
        outer?.Invoke(app);
        if (usesSessions)
        {
            app.UseTypedSessions();
        }

        pipeline(app);
        await app.StartAsync();
        return new TestSite(app, probe, clock, log);
    }

    /// <summary>Creates a visitor with separate cookies.</summary>
    public Browser Open() => new(Address);

    /// <summary>Opens a TCP connection, for requests that no HTTP client sends.</summary>
    public async Task<NetworkStream> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync("127.0.0.1", Address.Port);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
