using System.Globalization;
using System.Net.Sockets;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Crashes;

/// <summary>
/// A visitor of <see cref="EngineJobs.Site"/> who increments two counters of a session concurrently. Each counter equals the last
/// response, or one more if a response was lost.
/// </summary>
internal sealed class CountingVisitor : IDisposable
{
    private static readonly string[] Counters = ["left", "right"];

    private readonly int[] _answered = new int[Counters.Length];
    private Browser? _browser;
    private int _requests;

    /// <summary>The number of responses.</summary>
    public int Requests => _requests;

    /// <summary>Compares the counters of a restarted site with the last responses.</summary>
    public async Task ReturnAsync(Uri address)
    {
        var old = _browser;
        _browser = old?.MoveTo(address) ?? new Browser(address);
        old?.Dispose();
        for (var i = 0; i < Counters.Length; i++)
        {
            var stored = await ReadAsync($"/count/{Counters[i]}");
            Assert.InRange(stored, _answered[i], _answered[i] + 1);
            _answered[i] = stored;
        }
    }

    /// <summary>Increments the counters until the site does not respond.</summary>
    /// <param name="answered">Called after each response.</param>
    public async Task CountUntilKilledAsync(Action answered)
    {
        try
        {
            // The first response contains the cookie. If it is lost, the visitor starts a new session.
            while (_browser!.Token is null)
            {
                await CountAsync(0, answered);
            }

            await Task.WhenAll(Counters.Select((_, i) => Task.Run(() => RepeatAsync(i, answered))));
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            // The site was killed. A connection that breaks while it opens throws a SocketException.
        }
    }

    public void Dispose() => _browser?.Dispose();

    private async Task RepeatAsync(int counter, Action answered)
    {
        while (true)
        {
            await CountAsync(counter, answered);
        }
    }

    private async Task CountAsync(int counter, Action answered)
    {
        var count = await ReadAsync($"/add/{Counters[counter]}");
        Assert.Equal(_answered[counter] + 1, count);
        _answered[counter] = count;
        Interlocked.Increment(ref _requests);
        answered();
    }

    private async Task<int> ReadAsync(string path) => int.Parse(await _browser!.ReadAsync(path), CultureInfo.InvariantCulture);
}
