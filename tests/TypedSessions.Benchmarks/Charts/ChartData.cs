using System.Text.Json;
using TypedSessions.Benchmarks.Servers;

namespace TypedSessions.Benchmarks.Charts;

/// <summary>The measured figures that the charts show.</summary>
/// <param name="Shares">The throughput of each route, as a share of that of the same site without sessions.</param>
/// <param name="Pairs">The number of pairs of concurrent requests.</param>
/// <param name="Lost">The number of lost updates, by store.</param>
internal sealed record ChartData(IReadOnlyList<ServerShare> Shares, int Pairs, IReadOnlyList<LostUpdates> Lost)
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    public static ChartData Read(string file) => JsonSerializer.Deserialize<ChartData>(File.ReadAllText(file))!;

    public void Write(string file) => File.WriteAllText(file, JsonSerializer.Serialize(this, Options) + "\n");
}

/// <summary>The number of updates that each library lost on a store.</summary>
internal sealed record LostUpdates(string Store, int AddSession, int TypedSessions);
