// Work outside of requests: a hosted service, a queue of keys, and a sweep over all sessions.
using System.Threading.Channels;
using TypedSessions.Storage;

namespace MailRoom;

public sealed class MailQueue
{
    private readonly Channel<MailOrder> _orders = Channel.CreateBounded<MailOrder>(100);

    public ValueTask EnqueueAsync(MailOrder order, CancellationToken cancellation) => _orders.Writer.WriteAsync(order, cancellation);

    public IAsyncEnumerable<MailOrder> ReadAsync(CancellationToken cancellation) => _orders.Reader.ReadAllAsync(cancellation);
}

/// <summary>A key may wait in a queue; a session may not.</summary>
public sealed record MailOrder(SessionKey Session, string Address);

public sealed class MailSender(MailQueue queue, ISessionManager sessions, IServiceScopeFactory scopes, ILogger<MailSender> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var order in queue.ReadAsync(stoppingToken))
        {
            try
            {
                await SendAsync(order, stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                log.LogError(exception, "Mail to {Address} failed", order.Address);
            }
        }
    }

    private async Task SendAsync(MailOrder order, CancellationToken cancellation)
    {
        using var scope = scopes.CreateScope();
        var sender = scope.ServiceProvider.GetRequiredService<IMailTransport>();
        await sender.SendAsync(order.Address, "Thanks", cancellation);

        await using var opened = await sessions.OpenAsync(order.Session, cancellationToken: cancellation);
        if (opened is not null)
        {
            opened.As<MailSession>().Sent.Add(order.Address);
            await opened.SaveAsync(cancellation);
        }
    }
}

public sealed class SessionReport(ISessionManager sessions, TimeProvider clock) : IHostedService, IDisposable
{
    private ITimer? _timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = clock.CreateTimer(_ => _ = ReportAsync(), null, TimeSpan.Zero, TimeSpan.FromHours(1));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        return Task.CompletedTask;
    }

    public void Dispose() => _timer?.Dispose();

    private async Task ReportAsync()
    {
        var byOwner = new Dictionary<string, int>();
        await foreach (var stored in sessions.ListAsync())
        {
            if (stored.Record.Owner is { } owner)
            {
                byOwner[owner] = byOwner.GetValueOrDefault(owner) + 1;
            }
        }

        foreach (var (owner, count) in byOwner.Where(pair => pair.Value > 10))
        {
            Console.WriteLine($"{owner} has {count} sessions");
            await sessions.RemoveByOwnerAsync(owner);
        }
    }
}

public interface IMailTransport
{
    Task SendAsync(string address, string text, CancellationToken cancellation);
}

[SessionModel(Prefix = "mail.")]
public partial class MailSession
{
    [SessionProperty] public partial List<string> Sent { get; set; }

    [SessionProperty] public partial string? Address { get; set; }
}
