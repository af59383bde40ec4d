using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>A sample in a separate process on a free port, with a temporary database and home folder.</summary>
/// <param name="sample">The name of the sample's folder and assembly.</param>
/// <param name="project">The name of the project, if it differs from that of the assembly.</param>
public abstract partial class SampleSite(string sample, string? project = null) : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>The host's environment.</summary>
    public string EnvironmentName { get; init; } = "Development";

    /// <summary>The configuration as environment variables.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the name of the session's cookie in Development.</summary>
    public virtual string CookieName => $"session-{sample}";

    /// <summary>The root of the site.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The log of the site.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>The working folder, which contains the site's data.</summary>
    protected DirectoryInfo Folder { get; } = Directory.CreateTempSubdirectory("sample-");

    public ValueTask InitializeAsync() => new(StartAsync());

    /// <summary>Starts the process and waits until it listens.</summary>
    public async Task StartAsync()
    {
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = HowToStart(), EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data, listening);
        _process.ErrorDataReceived += (_, line) => Read(line.Data, listening);
        _process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The site ended by itself.\n{Output}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await listening.Task.WaitAsync(StartTimeout);
    }

    /// <summary>Waits until the process has exited and all its output has been read.</summary>
    public Task EndedAsync() => _process!.WaitForExitAsync();

    /// <summary>Kills the process like a crash, so that nothing is written afterwards.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Folder.Delete(recursive: true);
    }

    private ProcessStartInfo HowToStart()
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Repository.GetAssembly(project ?? sample, sample), "--urls", "http://127.0.0.1:0", "--contentRoot", Repository.Sample(sample)])
        {
            WorkingDirectory = Folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
                ["ConnectionStrings__Sessions"] = "Data Source=sessions.db",
                ["HOME"] = Folder.FullName,
            },
        };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        start.Environment.Remove("ASPNETCORE_URLS");
        start.Environment.Remove("ASPNETCORE_HTTP_PORTS");
        return start;
    }

    private void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (ListeningLine().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex("Now listening on: (http://127[.]0[.]0[.]1:[0-9]+)")]
    private static partial Regex ListeningLine();
}
