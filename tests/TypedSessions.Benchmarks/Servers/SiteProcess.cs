using System.Diagnostics;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>A <see cref="Site"/> in a separate process.</summary>
internal sealed class SiteProcess : IDisposable
{
    private readonly Process _process;

    private SiteProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public static async Task<SiteProcess> StartAsync(Peer peer, string store, string place)
    {
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["site", peer.ToString(), store, place])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        var address = await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(
            $"The site {peer} on {store} did not start.");
        return new SiteProcess(process, new Uri(address));
    }

    /// <summary>Begins sessions and returns the <c>Cookie</c> header of each.</summary>
    public async Task<IReadOnlyList<string>> SeedAsync(int count)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        var cookies = new List<string>();
        while (cookies.Count < count)
        {
            using var response = await client.GetAsync(Routes.Seed);
            response.EnsureSuccessStatusCode();
            cookies.Add(string.Join("; ", response.Headers.GetValues("Set-Cookie").Select(cookie => cookie[..cookie.IndexOf(';')])));
        }

        return cookies;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }
}
