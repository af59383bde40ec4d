using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Benchmarks.Charts;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>Counts engine calls, lost updates and stale reads on Kestrel.</summary>
internal static class PromiseCounts
{
    /// <summary>Runs the requests and prints the tables.</summary>
    /// <param name="rounds">The number of pairs of concurrent requests.</param>
    /// <param name="redirects">The number of followed redirects.</param>
    public static async Task<int> RunAsync(int rounds, int redirects)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        using var servers = new StoreServers(folder);
        try
        {
            var isMet = await EngineCalls.PrintAsync();
            isMet &= await PrintAsync(
                $"updates lost by two requests at once, {rounds:N0} times", servers, visitor => CountLostAsync(visitor, rounds));
            isMet &= await PrintAsync(
                $"stale reads after a redirect, {redirects:N0} times", servers, visitor => CountStaleAsync(visitor, redirects));
            return isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Counts the lost updates of concurrent requests on each store that both libraries support.</summary>
    public static async Task<IReadOnlyList<LostUpdates>> CountLostAsync(int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        using var servers = new StoreServers(folder);
        var lost = new List<LostUpdates>();
        try
        {
            foreach (var store in (string[])[Stores.Memory, Stores.Sqlite, Stores.Postgres])
            {
                if (await servers.FindPlaceAsync(store, "") is null)
                {
                    continue;
                }

                Task<int> CountAsync(Peer peer)
                    => PromiseCounts.CountAsync(peer, store, servers, visitor => CountLostAsync(visitor, rounds));
                lost.Add(new LostUpdates(store, await CountAsync(Peer.Stock), await CountAsync(Peer.Typed)));
            }

            return lost;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> PrintAsync(string title, StoreServers servers, Func<Visitor, Task<int>> count)
    {
        var table = new MarkdownTable(title, "AddSession", "TypedSessions", "goal", "met");
        var isMet = true;
        foreach (var store in (string[])[Stores.Memory, Stores.Sqlite, Stores.Postgres, Stores.Files])
        {
            if (await servers.FindPlaceAsync(store, "") is null)
            {
                continue;
            }

            var stock = store == Stores.Files ? "no such engine" : Format(await CountAsync(Peer.Stock, store, servers, count));
            var typed = await CountAsync(Peer.Typed, store, servers, count);
            isMet &= typed == 0;
            table.Add(store, stock, $"**{Format(typed)}**", "0", typed == 0 ? "yes" : "no");
        }

        table.Print();
        return isMet;
    }

    private static async Task<int> CountAsync(
        Peer peer, string store, StoreServers servers, Func<Visitor, Task<int>> count)
    {
        var place = (await servers.FindPlaceAsync(store, Guid.NewGuid().ToString("N")))!;
        await using var site = await LiveSite.StartAsync(peer, services =>
        {
            if (peer is Peer.Stock)
            {
                Stores.AddCache(services, store, place);
            }
            else
            {
                Stores.Use(services.AddTypedSessions(), store, place);
            }
        });
        using var visitor = new Visitor(site);
        await visitor.SendAsync("/set/value/0");
        return await count(visitor);
    }

    private static async Task<int> CountLostAsync(Visitor visitor, int rounds)
    {
        var lost = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var value = Format(round);
            await Task.WhenAll(visitor.SendAsync($"/work/left/{value}"), visitor.SendAsync($"/work/right/{value}"));
            lost += (await visitor.ReadAsync("left") == value ? 0 : 1) + (await visitor.ReadAsync("right") == value ? 0 : 1);
        }

        return lost;
    }

    private static async Task<int> CountStaleAsync(Visitor visitor, int redirects)
    {
        var stale = 0;
        for (var i = 1; i <= redirects; i++)
        {
            stale += await visitor.FollowAsync($"/redirect/{Format(i)}") == Format(i) ? 0 : 1;
        }

        return stale;
    }

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);
}
