using System.Diagnostics;

namespace TypedSessions.Benchmarks.Harness;

/// <summary>
/// Runs a command of this program in a second process with little background work: concurrent garbage collection and
/// tiered compilation add processor time to the measurement.
/// </summary>
internal static class QuietProcess
{
    private static readonly (string Name, string Value)[] Settings =
        [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_TieredPGO", "0")];

    /// <summary>Whether this process is the second process.</summary>
    public static bool IsCurrent
        => Array.TrueForAll(Settings, static setting => Environment.GetEnvironmentVariable(setting.Name) == setting.Value);

    /// <summary>Runs a command of this program and returns its exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
