// Tasks that run during and after the request, all of them used correctly.
namespace Mail;

[SessionModel]
public partial class Cart
{
    [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
    [SessionProperty] public partial string? Email { get; set; }
    [SessionProperty] public partial List<int> Ids { get; }
}

public interface IMailer
{
    Task SendAsync(string to, int count);

    Task Log(string text);
}

public interface IQueue
{
    void QueueBackgroundWorkItem(Func<CancellationToken, Task> work);
}

public class MailController(Cart cart, IMailer mailer, IQueue queue, ILogger<MailController> logger, ISessionManager sessions)
    : ControllerBase
{
    public void Values() => _ = mailer.SendAsync(cart.Email!, cart.Count);

    public void Queued()
    {
        var (to, count) = (cart.Email!, cart.Count);
        queue.QueueBackgroundWorkItem(stop => mailer.SendAsync(to, count));
    }

    public async Task Sorted() => await Task.Run(() => cart.Ids.Sort());

    public async Task Continued() => await mailer.SendAsync(cart.Email!, 1).ContinueWith(task => cart.Count++, TaskScheduler.Default);

    public Task Returned() => mailer.SendAsync(cart.Email!, cart.Count).ContinueWith(_ => cart.Count++);

    public async Task Both()
    {
        var log = mailer.Log("a");
        var send = mailer.SendAsync("b", cart.Count);
        cart.Count++;
        await Task.WhenAll(log, send);
    }

    public void Logged()
        => Response.OnCompleted(() =>
        {
            logger.LogInformation("{Count}", cart.Count);
            return Task.CompletedTask;
        });

    public async Task Opened(string token)
    {
        _ = Task.Run(async () =>
        {
            await using var opened = await sessions.OpenAsync(token);
            if (opened is not null)
            {
                opened.As<Cart>().Count++;
                await opened.SaveAsync();
            }
        });
        await Task.Yield();
    }

    public async Task<int> Prices()
    {
        var prices = await Task.WhenAll(cart.Ids.Select(async id =>
        {
            await Task.Delay(1);
            return id * 2;
        }));
        cart.Count += prices.Length;
        return prices.Sum();
    }

    public async Task Local()
    {
        var task = Fill();
        await task.ConfigureAwait(false);

        async Task Fill()
        {
            await Task.Yield();
            cart.Count++;
        }
    }

    public void Failed()
        => mailer.SendAsync(cart.Email!, 1).ContinueWith(
            task => logger.LogError(task.Exception, "Mail"), TaskContinuationOptions.OnlyOnFaulted);

    public void Blocking()
    {
        Task.Run(() => cart.Count++).Wait();
        Count(cart).GetAwaiter().GetResult();
    }

    private static async Task Count(Cart cart)
    {
        await Task.Yield();
        cart.Count++;
    }
}
