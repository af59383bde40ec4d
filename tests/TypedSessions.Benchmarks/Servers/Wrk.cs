using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>The result of a run of the load generator.</summary>
/// <param name="Requests">The number of completed requests.</param>
/// <param name="Seconds">The duration, in seconds.</param>
/// <param name="P99">The 99th percentile of the response time, in microseconds.</param>
internal sealed record Load(long Requests, double Seconds, double P99)
{
    public double PerSecond => Requests / Seconds;
}

/// <summary>The load generator <c>wrk</c>.</summary>
internal static class Wrk
{
    /// <summary>Whether <c>wrk</c> is installed.</summary>
    public static bool IsInstalled
        => Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "wrk")));

    /// <summary>Writes a script that sends the requests of all visitors in turn, and returns its path.</summary>
    public static string WriteScript(string folder, string route, IReadOnlyList<string> cookies)
    {
        var lua = new StringBuilder("local requests = {}\nlocal next = 0\nfunction init()\n");
        if (cookies.Count == 0)
        {
            lua.Append(CultureInfo.InvariantCulture, $"  requests[1] = wrk.format('GET', '{route}')\n");
        }

        for (var i = 0; i < cookies.Count; i++)
        {
            lua.Append(
                CultureInfo.InvariantCulture,
                $"  requests[{i + 1}] = wrk.format('GET', '{route}', {{ ['Cookie'] = '{cookies[i]}', ['Host'] = wrk.headers['Host'] }})\n");
        }

        lua.Append("""
            end
            function request()
              next = next % #requests + 1
              return requests[next]
            end
            function done(summary, latency)
              local errors = summary.errors
              local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
              local p99 = latency:percentile(99)
              io.write(string.format("\nresult %d %d %d %d\n", summary.requests, summary.duration, p99, failed))
            end
            """);
        var file = Path.Combine(folder, $"{Guid.NewGuid():N}.lua");
        File.WriteAllText(file, lua.ToString());
        return file;
    }

    /// <summary>Sends requests on all connections without pauses.</summary>
    public static async Task<Load> RunAsync(Uri address, string script, int connections, double seconds)
    {
        var whole = Math.Max(1, (int)Math.Round(seconds));
        using var process = Process.Start(
            new ProcessStartInfo("wrk", ["-t1", $"-c{connections}", $"-d{whole}s", "-s", script, address.ToString()])
            {
                RedirectStandardOutput = true,
            })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        var result = output.Split('\n').FirstOrDefault(line => line.StartsWith("result ", StringComparison.Ordinal))?.Split(' ')
            ?? throw new InvalidOperationException($"wrk printed no result: {output}");
        if (result[4] != "0")
        {
            throw new InvalidOperationException($"{result[4]} of {result[1]} requests to {address} failed.");
        }

        return new Load(Parse(result[1]), Parse(result[2]) / 1e6, Parse(result[3]));
    }

    private static long Parse(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
