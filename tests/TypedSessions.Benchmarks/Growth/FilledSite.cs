using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Benchmarks.Servers;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>A pipeline over an engine that has a number of sessions, of which some are asked for.</summary>
internal sealed class FilledSite
{
    private const int Visitors = 2000;
    private const int AtOnce = 64;

    private readonly BareServer _server;
    private readonly List<string> _cookies = [];
    private int _next;

    private FilledSite(BareServer server) => _server = server;

    /// <summary>A site whose engine has sessions that are all alike.</summary>
    public static async Task<FilledSite> FillAsync(string store, string place, int sessions, SessionValues values)
    {
        var site = new FilledSite(BareSite.Build(Peer.Typed, store, place));
        var engine = site._server.Services.GetRequiredService<ISessionEngine>();
        if (engine is DatabaseSessionEngine database)
        {
            await database.EnsureCreatedAsync(CancellationToken.None);
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var record = new SessionRecord { Values = values, Created = now, Expires = now.AddDays(14) };
        var every = Math.Max(1, sessions / Visitors);
        await Parallel.ForEachAsync(Enumerable.Range(0, sessions), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, cancel) =>
        {
            var token = Tokens.New();
            await engine.CreateAsync(Tokens.KeyOf(token), record, cancel);
            if (i % every == 0)
            {
                lock (site._cookies)
                {
                    site._cookies.Add(Tokens.CookieOf(token));
                }
            }
        });
        return site;
    }

    /// <summary>Sends requests, each of another visitor.</summary>
    public async Task SendAsync(Endpoint endpoint, int times)
    {
        _server.Endpoint = endpoint;
        for (var i = 0; i < times; i++)
        {
            _server.Cookie = _cookies[_next++ % _cookies.Count];
            await _server.SendAsync();
        }
    }
}
