using System.Diagnostics;

namespace TypedSessions.Tests.Testing;

/// <summary>Another process of the test program that runs a job. Disposing kills it.</summary>
internal sealed class Child : IDisposable
{
    public const string Switch = "--child";

    private readonly Process _process;

    private Child(ProcessStartInfo start) => _process = Process.Start(start)!;

    /// <summary>The path of the program.</summary>
    public static string Program
        => Path.Combine(AppContext.BaseDirectory, "TypedSessions.Tests" + (OperatingSystem.IsWindows() ? ".exe" : ""));

    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a job.</summary>
    public static Child Start(string job, params string[] args) => Start(new ProcessStartInfo(Program, [Switch, job, .. args]));

    /// <summary>Starts a job with changed start information.</summary>
    public static Child Start(ProcessStartInfo start)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        return new Child(start);
    }

    /// <summary>Runs a job to its end and returns its output.</summary>
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

    /// <summary>Reads the next line of output; <see langword="null"/> at the end.</summary>
    public ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken)
        => _process.StandardOutput.ReadLineAsync(cancellationToken);

    /// <summary>Reads the rest of the output until the child ends.</summary>
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
        // The child may already have ended.
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
