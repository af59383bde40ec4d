using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>A pasted program that serves requests.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly ProgramRun _program;
    private readonly IHost _host;

    private Site(ProgramRun program, IHost host, SiteSettings settings)
    {
        _program = program;
        _host = host;
        Settings = settings;
        Address = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public SiteSettings Settings { get; }

    public Uri Address { get; }

    public IServiceProvider Services => _host.Services;

    /// <summary>The sessions of the application.</summary>
    public ISessionManager Sessions => Services.GetRequiredService<ISessionManager>();

    /// <summary>The console output of the program.</summary>
    public string Output => _program.Output;

    /// <summary>Starts a program and waits until it serves requests.</summary>
    public static async Task<Site> StartAsync(byte[] assembly, SiteSettings settings)
    {
        using var capture = HostCapture.Start(builder => Configure(builder, settings));
        var program = ProgramRun.Start(assembly, settings.GetArguments());
        var host = await WaitForHostAsync(program, capture);
        try
        {
            await WaitForStartAsync(program, host);
        }
        catch (ObjectDisposedException)
        {
            // The program has ended and disposed of its host. Report the program's exception instead.
            await program.Exit;
            throw;
        }

        return new Site(program, host, settings);
    }

    /// <summary>Creates a visitor with separate cookies.</summary>
    public Browser Open() => new(Address);

    public async ValueTask DisposeAsync()
    {
        _host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await _program.Exit;
        _program.Dispose();
    }

    private static async Task<IHost> WaitForHostAsync(ProgramRun program, HostCapture capture)
    {
        if (await Task.WhenAny(program.Exit, capture.Host) == program.Exit && !capture.Host.IsCompleted)
        {
            await program.Exit;
            Assert.Fail("The program ended before it built a host.");
        }

        return await capture.Host;
    }

    private static async Task WaitForStartAsync(ProgramRun program, IHost host)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        if (await Task.WhenAny(program.Exit, started.Task) == program.Exit)
        {
            await program.Exit;
            Assert.Fail("The program ended before it served requests; does the block call app.Run()?");
        }
    }

    private static void Configure(IHostBuilder builder, SiteSettings settings) => builder.ConfigureServices(services =>
    {
        services.AddLogging(logging => logging.ClearProviders().AddProvider(settings.Log).SetMinimumLevel(LogLevel.Information));
        if (settings.Clock is { } clock)
        {
            services.AddSingleton<TimeProvider>(clock);
        }

        // The default is a folder in the user's home.
        services.PostConfigure<KeyManagementOptions>(options
            => options.XmlRepository ??= CreateKeyRepository(settings));
    });

    private static FileSystemXmlRepository CreateKeyRepository(SiteSettings settings)
        => new(new DirectoryInfo(settings.GetPath("keys")), NullLoggerFactory.Instance);
}
