using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

[assembly: AssemblyFixture(typeof(TypedSessions.EndToEnd.Tests.TutorialSite))]

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The tutorial as a real process, on a free port, with a database and a home of its own. One is shared by all tests; some start another.</summary>
public sealed partial class TutorialSite : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tutorial-");
    private Process? _process;

    /// <summary>The host's environment.</summary>
    public string EnvironmentName { get; init; } = "Development";

    /// <summary>The root of the site.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>All that the site has logged so far.</summary>
    public string Output => string.Join('\n', _output);

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

    /// <summary>Kills the process, as a crash would: nothing gets the chance to be written late.</summary>
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

    /// <summary>The bytes of the database file, and of its log and index beside it.</summary>
    public byte[] ReadDatabase()
    {
        using var bytes = new MemoryStream();
        foreach (var file in _folder.GetFiles("sessions.db*"))
        {
            using var stream = file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            stream.CopyTo(bytes);
        }

        return bytes.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Delete(recursive: true);
    }

    private ProcessStartInfo HowToStart()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            ArgumentList = { Repository.TutorialAssembly, "--urls", "http://127.0.0.1:0", "--contentRoot", Repository.Tutorial },
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = EnvironmentName,
                ["ConnectionStrings__Sessions"] = "Data Source=sessions.db",
                ["HOME"] = _folder.FullName,
            },
        };
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
