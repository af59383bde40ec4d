using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Storage;
using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Promises.Workload;

/// <summary>Two sites on one store, with separate engines if processes can share the store, otherwise with one engine.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly List<ScheduledEngine> _engines = [];
    private readonly List<Site> _sites = [];
    private Round? _round;

    private Deployment(Expectations expectations, ManualClock clock)
    {
        Expectations = expectations;
        Clock = clock;
    }

    public Expectations Expectations { get; }

    public ManualClock Clock { get; }

    public IReadOnlyList<Site> Sites => _sites;

    public static Task<Deployment> StartAsync(ManualClock clock, params ISessionEngine[] engines)
        => StartAsync(clock, Expectations.Create(engines[0], engines.Length), engines);

    public static async Task<Deployment> StartAsync(ManualClock clock, Expectations expectations, params ISessionEngine[] engines)
    {
        var deployment = new Deployment(expectations, clock);
        deployment._engines.AddRange(engines.Select(
            static engine => engine is ISessionInventory inventory
                ? new ScheduledInventory(engine, inventory)
                : new ScheduledEngine(engine)));
        await deployment.StartSitesAsync((site, sessions) => sessions.UseEngine(_ => deployment._engines[deployment.GetNode(site)]));
        return deployment;
    }

    /// <summary>Stores sessions in cookies, without an engine that could pause or fail.</summary>
    public static async Task<Deployment> StartWithCookiesAsync()
    {
        var keys = new EphemeralDataProtectionProvider();
        var expectations = new Expectations(KeepsRecords: false, Merges: false, IsFresh: true, TimeSpan.Zero, CanList: false);
        var deployment = new Deployment(expectations, new ManualClock());
        await deployment.StartSitesAsync((_, sessions) =>
        {
            sessions.Services.AddSingleton<IDataProtectionProvider>(keys);
            sessions.UseCookie();
        });
        return deployment;
    }

    /// <summary>Gets the number of a site's engine.</summary>
    public int GetNode(int site) => Math.Min(site, Math.Max(_engines.Count - 1, 0));

    /// <summary>Sets the round that decides when engines pause and fail; <see langword="null"/> for none.</summary>
    public void SetRound(Round? round)
    {
        _round = round;
        _engines.ForEach(engine => engine.Round = round);
    }

    /// <summary>Makes the cache of a cached database fail sometimes, which must not affect clients.</summary>
    /// <exception cref="IOException">The cache fails.</exception>
    public void FailCacheSometimes() => _round?.FailCacheSometimes();

    /// <summary>Removes expired records.</summary>
    public async Task ClearAsync()
    {
        const int batch = 1000;
        while (_engines.Count > 0 && await _engines[0].Inner.RemoveExpiredAsync(batch, CancellationToken.None) == batch)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites)
        {
            await site.DisposeAsync();
        }

        foreach (var disposable in _engines.Select(static engine => engine.Inner).OfType<IAsyncDisposable>())
        {
            await disposable.DisposeAsync();
        }
    }

    private async Task StartSitesAsync(Action<int, TypedSessionsBuilder> useEngine)
    {
        for (var site = 0; site < 2; site++)
        {
            var number = site;
            _sites.Add(await Site.StartAsync(
                Clock, sessions => useEngine(number, sessions), reportsGone: site == 0, Expectations.HasOtherOptions));
        }
    }
}
