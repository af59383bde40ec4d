using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Benchmarks.Requests;
using TypedSessions.Benchmarks.Servers;
using TypedSessions.Engines.Database;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>A pipeline over an engine with many sessions, some of which receive requests.</summary>
internal sealed class FilledSite
{
    private const int Visitors = 2000;

    private readonly BareServer _server;
    private readonly List<string> _cookies = [];
    private int _next;

    private FilledSite(BareServer server) => _server = server;

    /// <summary>Creates a site and fills its engine with sessions that have the same values.</summary>
    public static async Task<FilledSite> FillAsync(string store, string place, int sessions, SessionValues values)
    {
        var site = new FilledSite(BareSite.Build(Peer.Typed, store, place));
        var engine = site._server.Services.GetRequiredService<ISessionEngine>();
        if (engine is DatabaseSessionEngine database)
        {
            await database.EnsureCreatedAsync(CancellationToken.None);
        }

        var visitors = Math.Min(sessions, Visitors);
        await using var copies = await StoredCopies.OpenAsync(store, place);
        for (var i = 0; i < visitors; i++)
        {
            site._cookies.Add(Tokens.GetCookie(await StoreAsync(engine, values)));

            // Adds the others between the visitors, so that the rows of visitors are not adjacent.
            var others = (sessions / visitors) - 1;
            await (copies is null ? AddAsync(engine, values, others) : copies.AddAsync(others));
        }

        return site;
    }

    /// <summary>Sends requests, each from the next visitor.</summary>
    public async Task SendAsync(Endpoint endpoint, int times)
    {
        _server.Endpoint = endpoint;
        for (var i = 0; i < times; i++)
        {
            _server.Cookie = _cookies[_next++ % _cookies.Count];
            await _server.SendAsync();
        }
    }

    private static async Task AddAsync(ISessionEngine engine, SessionValues values, int sessions)
    {
        for (var i = 0; i < sessions; i++)
        {
            await StoreAsync(engine, values);
        }
    }

    // Copies the payload, because each stored session of a real site has its own bytes.
    private static async Task<string> StoreAsync(ISessionEngine engine, SessionValues values)
    {
        var token = Tokens.Create();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        var record = new SessionRecord
        {
            Values = SessionValues.FromPayload(values.Payload.ToArray()),
            CreatedAt = now,
            ExpiresAt = now.AddDays(14),
        };
        await engine.CreateAsync(Tokens.GetKey(token), record, CancellationToken.None);
        return token;
    }
}
