using System.Diagnostics;

namespace TypedSessions.Tests.Testing;

/// <summary>The tests' own program as another process, which does one job. Killed when disposed.</summary>
internal sealed class Child : IDisposable
{
    public const string Switch = "--child";

    private readonly Process _process;

    private Child(ProcessStartInfo start) => _process = Process.Start(start)!;

    /// <summary>The program's file.</summary>
    public static string Program
        => Path.Combine(AppContext.BaseDirectory, "TypedSessions.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a job.</summary>
    public static Child Start(string job, params string[] args) => Start(new ProcessStartInfo(Program, [Switch, job, .. args]));

    /// <summary>Starts a job with other start parameters.</summary>
    public static Child Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return new Child(start);
    }

    /// <summary>Has a job done from beginning to end.</summary>
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string job, string[] args, CancellationToken cancellationToken)
        => RunAsync(new ProcessStartInfo(Program, [Switch, job, .. args]), cancellationToken);

    /// <inheritdoc cref="RunAsync(string, string[], CancellationToken)"/>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        ProcessStartInfo start, CancellationToken cancellationToken)
    {
        start.RedirectStandardError = true;
        using var child = Start(start);
        var errors = child._process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await child.ReadToEndAsync(cancellationToken);
        return (child.ExitCode, output, await errors);
    }

    /// <summary>The next line that the child wrote; <see langword="null"/> when it has ended.</summary>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        => _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>All that the child has written and will write until it ends.</summary>
    public async Task<string> ReadToEndAsync(CancellationToken cancellationToken)
    {
        var text = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return text;
    }

    /// <summary>Kills the child: <c>kill -9</c>.</summary>
    public void Kill() => _process.Kill();

    public void Dispose()
    {
        // A child that has ended already is no error.
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
