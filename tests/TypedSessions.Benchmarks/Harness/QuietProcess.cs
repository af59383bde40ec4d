using System.Diagnostics;

namespace TypedSessions.Benchmarks.Harness;

/// <summary>
/// This program as a second process whose runtime does little background work: background garbage collection
/// and compilation take processor time and would distort the measurement that runs at the same time.
/// </summary>
internal static class QuietProcess
{
    private static readonly (string Name, string Value)[] Settings =
        [("DOTNET_gcServer", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_TieredPGO", "0")];

    /// <summary>Whether this process is one.</summary>
    public static bool IsThis
        => Array.TrueForAll(Settings, static setting => Environment.GetEnvironmentVariable(setting.Name) == setting.Value);

    /// <summary>Runs a command of this program, and gives its exit code.</summary>
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
