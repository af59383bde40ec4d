using System.Collections.Concurrent;
using TypedSessions.EndToEnd.Tests;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(SharedSites))]

namespace TypedSessions.EndToEnd.Tests;

/// <summary>Sites that tests share: one for each sample and engine, started when a test first needs it.</summary>
public sealed class SharedSites : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(Type Site, string Engine), Lazy<Task<SampleSite>>> _sites = new();

    /// <summary>Returns the site of a sample on an engine.</summary>
    public async Task<T> GetAsync<T>(string engine, PostgresServer postgres)
        where T : SampleSite, new()
        => (T)await _sites.GetOrAdd((typeof(T), engine), _ => new(() => StartAsync<T>(engine, postgres))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var site in _sites.Values.Select(static site => site.Value).Where(static site => site.IsCompletedSuccessfully))
        {
            await (await site).DisposeAsync();
        }
    }

    private static async Task<SampleSite> StartAsync<T>(string engine, PostgresServer postgres)
        where T : SampleSite, new()
    {
        var site = new T { Settings = await SessionEngineSettings.OfAsync(engine, postgres) };
        await site.StartAsync();
        return site;
    }
}
