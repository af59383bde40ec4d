using System.Globalization;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Servers;
using TypedSessions.Engines.Memory;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>Counts the calls of the engine or cache for a request.</summary>
internal static class EngineCalls
{
    private static readonly (string Name, string Path, bool HasSession, int Goal)[] Requests =
    [
        ("session untouched", "/untouched", true, 0),
        ("read", "/read/value", true, 1),
        ("changed", "/set/value/2", true, 2),
        ("new", "/set/value/1", false, 1),
        ("equal value set", "/set/value/1", true, 1),
    ];

    public static async Task<bool> PrintAsync()
    {
        var engine = new CountingEngine(new MemorySessionEngine(TimeProvider.System));
        var cache = new CountingCache(new MemoryDistributedCache(Options.Create(new MemoryDistributedCacheOptions())));
        await using var typed = await LiveSite.StartAsync(Peer.Typed, services => services.AddTypedSessions().UseEngine(_ => engine));
        await using var stock = await LiveSite.StartAsync(Peer.Stock, services => services.AddSingleton<IDistributedCache>(cache));
        var table = new MarkdownTable("calls of the engine or cache for a request", "AddSession", "TypedSessions", "goal", "met");
        var isMet = true;
        foreach (var (name, path, hasSession, goal) in Requests)
        {
            var own = await CountAsync(typed, path, hasSession, () => engine.Calls);
            var other = await CountAsync(stock, path, hasSession, () => cache.Calls);
            isMet &= own == goal;
            table.Add(name, Format(other), $"**{Format(own)}**", Format(goal), own == goal ? "yes" : "no");
        }

        table.Print();
        return isMet;
    }

    // The responses have no body, so the commit has completed when they end.
    private static async Task<int> CountAsync(LiveSite site, string path, bool hasSession, Func<int> calls)
    {
        using var visitor = new Visitor(site);
        if (hasSession)
        {
            await visitor.SendAsync("/set/value/1");
        }

        var before = calls();
        await visitor.SendAsync(path);
        return calls() - before;
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
