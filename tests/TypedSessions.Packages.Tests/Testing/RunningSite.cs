using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text.RegularExpressions;

namespace TypedSessions.Packages.Tests.Testing;

/// <summary>A site in a separate process. Disposing kills the process and its children.</summary>
internal sealed partial class RunningSite : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private RunningSite(ProcessStartInfo start) => _process = new Process { StartInfo = start, EnableRaisingEvents = true };

    /// <summary>Starts a process and waits until it prints its address.</summary>
    public static async Task<RunningSite> StartAsync(ProcessStartInfo start)
    {
        var site = new RunningSite(start);
        try
        {
            site.Start();
            await site._listening.Task.WaitAsync(Patience);
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a visitor with separate cookies.</summary>
    public HttpClient Open()
        => new(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = _listening.Task.Result };

    public async ValueTask DisposeAsync()
    {
        // The process may already have ended.
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private void Start()
    {
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _)
            => _listening.TrySetException(new InvalidOperationException($"The site ended by itself.\n{string.Join('\n', _output)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    private void Read(string? line)
    {
        _output.Enqueue(line ?? "");
        if (ListeningLine().Match(line ?? "") is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex("Now listening on: (?<address>http://[a-z0-9.]+:[0-9]+)")]
    private static partial Regex ListeningLine();
}
