using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace TypedSessions.Documentation.Tests.Testing;

/// <summary>Configures and returns the host that a program builds, by the events that <c>WebApplicationFactory</c> uses as well.</summary>
internal sealed class HostCapture : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<HostCapture?> Current = new();

    private readonly Action<IHostBuilder> _configure;
    private readonly TaskCompletionSource<IHost> _host = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IDisposable _allListeners;
    private IDisposable? _listener;

    private HostCapture(Action<IHostBuilder> configure)
    {
        _configure = configure;
        Current.Value = this;
        _allListeners = DiagnosticListener.AllListeners.Subscribe(this);
    }

    /// <summary>The first host that is built.</summary>
    public Task<IHost> Host => _host.Task;

    /// <summary>Captures the hosts that the current execution context builds from now on.</summary>
    public static HostCapture Start(Action<IHostBuilder> configure) => new(configure);

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == "Microsoft.Extensions.Hosting")
        {
            _listener = value.Subscribe(this);
        }
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (Current.Value != this)
        {
            return;
        }

        if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
        {
            _configure(builder);
        }
        else if (value is { Key: "HostBuilt", Value: IHost host })
        {
            _host.TrySetResult(host);
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        _listener?.Dispose();
        _allListeners.Dispose();
        Current.Value = null;
    }
}
