using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Operations.Traffic;

/// <summary>Runs a limited number of simulated visitors over loopback, so that the dashboard has data to show.</summary>
internal sealed class VisitorService(
    IServer server,
    IHostApplicationLifetime lifetime,
    IOptions<TrafficOptions> options,
    TimeProvider timeProvider,
    ILogger<VisitorService> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.Visitors == 0)
        {
            return;
        }

        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        if (FindLoopback() is not { } address)
        {
            return;
        }

        log.LogInformation(
            "{Count} visitors use {Address}. Sign in there as an operator to see them.", options.Value.Visitors, address);
        await Task.WhenAll(Enumerable.Range(0, options.Value.Visitors).Select(_ => VisitAsync(address, stoppingToken)));
    }

    private Uri? FindLoopback()
        => server.Features.Get<IServerAddressesFeature>()?.Addresses
            .Select(static address => new Uri(address))
            .FirstOrDefault(static address => address.IsLoopback);

    private async Task VisitAsync(Uri address, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            using var visitor = new Visitor(address);
            try
            {
                await visitor.VisitAsync(options.Value.Pause, timeProvider, stoppingToken);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The site is stopping or did not respond. The next visitor starts after a pause.
                await Task.Delay(options.Value.Pause, timeProvider, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
