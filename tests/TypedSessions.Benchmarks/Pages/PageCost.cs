using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TypedSessions.Benchmarks.Growth;
using TypedSessions.Benchmarks.Harness;
using TypedSessions.Benchmarks.Peers;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Pages;

/// <summary>Measures a page of the dashboard's list among many sessions, compared with loading as many sessions by their keys.</summary>
internal static partial class PageCost
{
    private const int PageSize = 50;
    private const int WarmUps = 5;
    private const double Goal = 20;

    /// <summary>Runs the measurement and prints the table.</summary>
    /// <param name="rounds">The number of measurements of each page.</param>
    /// <param name="sessions">The number of stored sessions.</param>
    public static async Task<int> RunAsync(int rounds, int sessions)
    {
        var folder = Directory.CreateTempSubdirectory("typedsessions-benchmark-").FullName;
        try
        {
            var table = new MarkdownTable(
                $"{sessions.ToString("N0", CultureInfo.InvariantCulture)} sessions", "50 by key, ms", "first page, ratio", "second page",
                "in the middle", "last page", "as HTML", "goal", "met");
            var isMet = await MeasureAsync(table, Stores.Sqlite, $"Data Source={folder}/pages.db", rounds, sessions);
            if (await StoreServer.StartAsync(Stores.Postgres) is { } server)
            {
                using (server)
                {
                    isMet &= await MeasureAsync(table, Stores.Postgres, server.ConnectionString, rounds, sessions);
                }
            }

            table.Print();
            return isMet ? 0 : 1;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<bool> MeasureAsync(MarkdownTable table, string store, string place, int rounds, int sessions)
    {
        await FilledSite.FillAsync(store, place, sessions, SessionValues.From([KeyValuePair.Create("cart", CreateValue())]));
        await using var app = await StartAsync(store, place);
        var (engine, manager) = (app.Services.GetRequiredService<ISessionEngine>(), app.Services.GetRequiredService<ISessionManager>());
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        var middle = await FindMiddleAsync(manager);
        var keys = (await manager.ReadPageAsync(middle, PageSize)).Sessions.Select(static session => session.Key).ToArray();
        var next = NextPattern().Match(await client.GetStringAsync("/sessions/list?order=first")).Groups["address"].Value;
        Func<Task>[] reads =
        [
            () => LoadAsync(engine, keys),
            async () => await manager.ReadPageAsync(null, PageSize),
            () => client.GetStringAsync($"/sessions/{next.Replace("&amp;", "&", StringComparison.Ordinal)}"),
            async () => await manager.ReadPageAsync(middle, PageSize),
            async () => await manager.ReadPageAsync(null, PageSize, isDescending: true),
            () => client.GetStringAsync("/sessions/list"),
        ];

        var times = await MeasureAsync(reads, rounds);
        var unit = times[0];
        var isMet = times.All(time => time < Goal * unit);
        table.Add(
            [
                store, unit.ToString("N2", CultureInfo.InvariantCulture),
                .. times[1..].Select(time => (time / unit).ToString("N2", CultureInfo.InvariantCulture)),
                $"< {Goal}", isMet ? "yes" : "no",
            ]);
        return isMet;
    }

    private static async Task<WebApplication> StartAsync(string store, string place)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddAntiforgery();
        Stores.Use(builder.Services.AddTypedSessions(static options => options.Cleanup.Enabled = false), store, place);
        var app = builder.Build();
        app.UseTypedSessions();
        app.MapSessionDashboard("/sessions");
        await app.StartAsync();
        return app;
    }

    // Keys are random, so half of the sessions with the same expiry precede this position.
    private static async Task<SessionPosition> FindMiddleAsync(ISessionManager manager)
    {
        var first = (await manager.ReadPageAsync(null, 1)).Sessions[0].Record.ExpiresAt;
        var last = (await manager.ReadPageAsync(null, 1, isDescending: true)).Sessions[0].Record.ExpiresAt;
        return new SessionPosition(first + ((last - first) / 2), new SessionKey([0x80, .. new byte[SessionKey.Size - 1]]));
    }

    private static async Task LoadAsync(ISessionEngine engine, SessionKey[] keys)
    {
        foreach (var key in keys)
        {
            await engine.LoadAsync(key, CancellationToken.None);
        }
    }

    // Rounds are interleaved, so that background load affects all pages alike.
    private static async Task<double[]> MeasureAsync(Func<Task>[] reads, int rounds)
    {
        var times = reads.Select(_ => new double[rounds]).ToArray();
        for (var round = -WarmUps; round < rounds; round++)
        {
            for (var i = 0; i < reads.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                await reads[i]();
                times[i][Math.Max(round, 0)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        }

        return [.. times.Select(Paired.Median)];
    }

    private static ReadOnlyMemory<byte> CreateValue() => Encoding.UTF8.GetBytes(new string('x', 200));

    [GeneratedRegex("href=\"(?<address>list\\?[^\"]*after=[^\"]+)\"")]
    private static partial Regex NextPattern();
}
