using System.Globalization;
using System.Net;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Crashes;

/// <summary>
/// A visitor who increments two counters of a session concurrently and retries failures. A failed change may have been stored, so each
/// counter equals the last response or exceeds it by at most the number of failures since then.
/// </summary>
internal sealed class RetryingVisitor(Browser browser) : IDisposable
{
    private readonly Counter[] _counters = [new("left"), new("right")];
    private TaskCompletionSource _news = NewNews();
    private int _answered;
    private int _refused;

    public int Answered => Volatile.Read(ref _answered);

    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Completes with the next response or failure.</summary>
    public Task News => Volatile.Read(ref _news).Task;

    public async Task CountUntilAsync(CancellationToken end)
    {
        // The first response contains the cookie. Until then, each request starts a new session.
        while (browser.Token is null && !end.IsCancellationRequested)
        {
            await CountAsync(_counters[0]);
        }

        await Task.WhenAll(_counters.Select(counter => Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                await CountAsync(counter);
            }
        })));
    }

    /// <summary>Compares the stored counters with the last responses.</summary>
    public async Task CheckAsync()
    {
        foreach (var counter in _counters)
        {
            counter.Check(int.Parse(await browser.ReadAsync($"/check/{counter.Name}"), CultureInfo.InvariantCulture));
        }
    }

    public void Dispose() => browser.Dispose();

    private async Task CountAsync(Counter counter)
    {
        using var response = await browser.GetAsync($"/add/{counter.Name}");
        if (response.StatusCode == HttpStatusCode.OK)
        {
            counter.Acknowledge(int.Parse(await response.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture));
            Interlocked.Increment(ref _answered);
            Interlocked.Exchange(ref _news, NewNews()).SetResult();
            return;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        counter.Refuse();
        Interlocked.Increment(ref _refused);
        Interlocked.Exchange(ref _news, NewNews()).SetResult();
    }

    private static TaskCompletionSource NewNews() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Counter(string name)
    {
        private int _acknowledged;
        private int _refused;

        public string Name => name;

        public void Refuse() => _refused++;

        public void Acknowledge(int count)
        {
            Assert.InRange(count, _acknowledged + 1, _acknowledged + 1 + _refused);
            _acknowledged = count;
            _refused = 0;
        }

        public void Check(int stored) => Assert.InRange(stored, _acknowledged, _acknowledged + _refused);
    }
}
