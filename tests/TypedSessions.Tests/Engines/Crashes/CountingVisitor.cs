using System.Globalization;
using System.Net.Sockets;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Engines.Crashes;

/// <summary>
/// A visitor of <see cref="EngineJobs.Site"/> who counts two things in one session, each by one request after the
/// other, both at once. So each counter equals the last answer, or one more if an answer was lost.
/// </summary>
internal sealed class CountingVisitor : IDisposable
{
    private static readonly string[] Counters = ["left", "right"];

    private readonly int[] _answered = new int[Counters.Length];
    private Browser? _browser;
    private int _requests;

    /// <summary>How many requests were answered.</summary>
    public int Requests => _requests;

    /// <summary>Visits a site that has just started and compares its counters with the last answers.</summary>
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

    /// <summary>Goes on counting until the site does not answer any more.</summary>
    /// <param name="answered">Called after each answer.</param>
    public async Task CountUntilKilledAsync(Action answered)
    {
        try
        {
            // The first answer brings the cookie. If it is lost, the visitor starts a new session.
            while (_browser!.Token is null)
            {
                await CountAsync(0, answered);
            }

            await Task.WhenAll(Counters.Select((_, i) => Task.Run(() => RepeatAsync(i, answered))));
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            // Killed. A connection that breaks while it is being opened throws a SocketException.
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
