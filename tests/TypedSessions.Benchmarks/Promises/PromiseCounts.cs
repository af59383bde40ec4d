using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Benchmarks.Charts;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Promises;

/// <summary>How often what users rely on does not hold: on Kestrel, over real connections.</summary>
internal static class PromiseCounts
{
    /// <summary>Counts and prints.</summary>
    /// <param name="rounds">How often two requests of one session run at once.</param>
    /// <param name="redirects">How often a redirect is followed.</param>
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

    /// <summary>Counts the updates that two requests at once lose, in each store that both libraries have.</summary>
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

    private static async Task<bool> PrintAsync(string what, StoreServers servers, Func<Visitor, Task<int>> count)
    {
        var table = new MarkdownTable(what, "AddSession", "TypedSessions", "goal", "met");
        var isMet = true;
        foreach (var store in (string[])[Stores.Memory, Stores.Sqlite, Stores.Postgres, Stores.Files])
        {
            if (await servers.FindPlaceAsync(store, "") is null)
            {
                continue;
            }

            var stock = store == Stores.Files ? "no such engine" : Text(await CountAsync(Peer.Stock, store, servers, count));
            var typed = await CountAsync(Peer.Typed, store, servers, count);
            isMet &= typed == 0;
            table.Add(store, stock, $"**{Text(typed)}**", "0", typed == 0 ? "yes" : "no");
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
        await visitor.AskAsync("/set/value/0");
        return await count(visitor);
    }

    private static async Task<int> CountLostAsync(Visitor visitor, int rounds)
    {
        var lost = 0;
        for (var round = 1; round <= rounds; round++)
        {
            var value = Text(round);
            await Task.WhenAll(visitor.AskAsync($"/work/left/{value}"), visitor.AskAsync($"/work/right/{value}"));
            lost += (await visitor.ReadAsync("left") == value ? 0 : 1) + (await visitor.ReadAsync("right") == value ? 0 : 1);
        }

        return lost;
    }

    private static async Task<int> CountStaleAsync(Visitor visitor, int redirects)
    {
        var stale = 0;
        for (var i = 1; i <= redirects; i++)
        {
            stale += await visitor.FollowAsync($"/redirect/{Text(i)}") == Text(i) ? 0 : 1;
        }

        return stale;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
