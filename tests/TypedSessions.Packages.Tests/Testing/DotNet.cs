using System.Diagnostics;

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>Runs <c>dotnet</c> without the environment of the test run.</summary>
internal static class DotNet
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Runs a command and waits for its end.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="packages">The folder for restored packages; that of the machine if <see langword="null"/>.</param>
    /// <param name="arguments">The command.</param>
    public static async Task<CommandResult> RunAsync(string folder, string? packages, params string[] arguments)
    {
        using var process = Process.Start(Command(folder, packages, arguments))!;
        using var end = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(end.Token);
            var errors = process.StandardError.ReadToEndAsync(end.Token);
            await process.WaitForExitAsync(end.Token);
            return new CommandResult(string.Join(' ', arguments), process.ExitCode, await output + await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'dotnet {string.Join(' ', arguments)}' did not end.");
        }
    }

    /// <summary>Creates the start information of a command.</summary>
    public static ProcessStartInfo Command(string folder, string? packages, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // MSBuild's variables of the test host would also apply to the child's MSBuild.
        foreach (var name in start.Environment.Keys.Where(IsOfTheTestRun).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["NuGetAudit"] = "false";
        if (packages is not null)
        {
            start.Environment["NUGET_PACKAGES"] = packages;
        }

        return start;
    }

    private static bool IsOfTheTestRun(string name)
        => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("ASPNETCORE_", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("VSTEST", StringComparison.OrdinalIgnoreCase)
            || name is "CI" or "DOTNET_ENVIRONMENT";
}
