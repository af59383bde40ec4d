using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Load;

/// <summary>
/// A separate process that prints its resources each night: see <see cref="Night"/>. The clock is simulated: a day of ten hours has the
/// given number of requests, and in a night all sessions expire and are removed.
/// </summary>
internal static class LoadJob
{
    public const string Name = "load";

    public const string Memory = "memory";
    public const string Cookie = "cookie";

    public const int Days = 12;

    private const int Visitors = 64;
    private const int AtOnce = 16;

    private const int MaxCleanups = 30;

    private static readonly TimeSpan Day = TimeSpan.FromHours(10);
    private static readonly TimeSpan Night = TimeSpan.FromHours(14);
    private static readonly TimeSpan CleanupInterval = TimeSpan.FromMinutes(10);

    /// <summary>Runs the load.</summary>
    /// <param name="args">The engine, its place, the number of requests, the seed, and whether to leak.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        var (engine, place, requests, seed, leaks) = (args[0], args[1], Number(args[2]), Number(args[3]), bool.Parse(args[4]));
        await using var site = await LoadSite.StartAsync(
            sessions => UseEngine(sessions, engine, place), leaks ? new IntentionalLeaks() : null);
        var visitors = Enumerable.Range(0, Visitors).Select(i => new LoadVisitor(site.Server, new Random(seed + i), i)).ToArray();
        var random = new Random(seed);
        for (var day = 1; day <= Days; day++)
        {
            await BusyAsync(site, visitors, random, requests / Days);
            if (visitors.Select(visitor => visitor.Surprise).FirstOrDefault(surprise => surprise is not null) is { } surprise)
            {
                Console.WriteLine(surprise);
                return 1;
            }

            var stored = await SleepAsync(site, clears: !leaks);
            Console.WriteLine(Load.Night.Measure(visitors.Sum(visitor => (long)visitor.Requests), stored, GetFolder(engine, place)));
        }

        return 0;
    }

    // The clock advances only between requests, so that no request takes an hour.
    private static async Task BusyAsync(LoadSite site, LoadVisitor[] visitors, Random random, int requests)
    {
        var rounds = Math.Max(requests / AtOnce, 1);
        for (var round = 0; round < rounds; round++)
        {
            random.Shuffle(visitors);
            await Task.WhenAll(visitors.Take(AtOnce).Select(visitor => Task.Run(visitor.ActAsync)));
            site.Clock.Advance(Day / rounds);
        }

        if (site.Services.GetService<ISessionEngine>() is ISessionInventory)
        {
            await site.Services.GetRequiredService<ISessionManager>().RemoveByOwnerAsync("visitor1");
        }
    }

    // All sessions expire. A few cleanups of the application must remove them.
    private static async Task<long> SleepAsync(LoadSite site, bool clears)
    {
        site.Clock.Advance(Night);
        var stored = await CountAsync(site);
        for (var i = 0; i < MaxCleanups && clears && stored > 0; i++)
        {
            await site.Cleanup.WaitAfterAsync(() => site.Clock.Advance(CleanupInterval));
            stored = await CountAsync(site);
        }

        return stored;
    }

    private static async ValueTask<long> CountAsync(LoadSite site)
        => site.Services.GetService<ISessionEngine>() is ISessionInventory inventory
            ? await inventory.CountAsync(default) + await inventory.CountExpiredAsync(default)
            : 0;

    private static void UseEngine(TypedSessionsBuilder sessions, string engine, string place)
    {
        switch (engine)
        {
            case Memory:
                sessions.UseMemory();
                break;

            case Cookie:
                sessions.UseCookie();
                sessions.Services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
                break;

            default:
                new EnginePlace(engine, place).UseIn(sessions);
                break;
        }
    }

    private static string? GetFolder(string engine, string place) => engine switch
    {
        EnginePlace.Sqlite => Path.GetDirectoryName(new SqliteConnectionStringBuilder(place).DataSource),
        EnginePlace.Files => place,
        _ => null,
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
