using System.Text.Json;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Charts;

/// <summary>The measured figures behind the charts, kept beside the page that shows them.</summary>
/// <param name="Shares">The throughput of routes, as shares of the same site without sessions.</param>
/// <param name="Pairs">How often two requests of one session ran at once.</param>
/// <param name="Lost">The updates that were lost, in each store.</param>
internal sealed record ChartData(IReadOnlyList<ServerShare> Shares, int Pairs, IReadOnlyList<LostUpdates> Lost)
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static ChartData Read(string file) => JsonSerializer.Deserialize<ChartData>(File.ReadAllText(file))!;

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Options) + "\n");
}

/// <summary>The updates that a library loses on a store.</summary>
internal sealed record LostUpdates(string Store, int AddSession, int TypedSessions);
