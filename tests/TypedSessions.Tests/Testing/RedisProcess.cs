using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using StackExchange.Redis;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Testing;

/// <summary>A Redis or Sentinel process on a free port with a temporary folder.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    public const string Server = "redis-server";
    public const string Sentinel = "redis-sentinel";

    // Starts the server for each line of input and runs until the input closes, so that the server stops even if the tests are killed.
    private const string Keeper = """
        folder=$(mktemp -d -t typedsessions-redis-XXXXXX)
        trap 'kill -9 "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$folder"' EXIT
        trap : INT
        cd "$folder"
        printf '%s\n' "$1" >server.conf
        while read -r _; do
            "$0" server.conf 2>&1 &
            server=$!
            echo "process $server"
        done
        """;

    // Long, so that a busy machine causes no failure.
    private const int Timeout = 60_000;

    // The end of the log, for the message of a failure.
    private const int LogLines = 60;

    /// <summary>The timeout of every operation of a server.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly Process _keeper;
    private readonly Task _reading;
    private volatile TaskCompletionSource<bool> _isReady = new();
    private readonly ConcurrentQueue<string> _log = new();
    private int _process;

    private RedisProcess(Process keeper, int port)
    {
        _keeper = keeper;
        Port = port;
        _reading = Task.Run(ReadAsync);
    }

    public int Port { get; }

    private string LastLog => string.Join('\n', _log.TakeLast(LogLines));

    public string Address => $"127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts a server.</summary>
    /// <param name="settings">Lines of its configuration.</param>
    public static Task<RedisProcess> StartAsync(params string[] settings) => StartAsync(Server, port: null, settings);

    /// <summary>Starts a server or a Sentinel.</summary>
    /// <param name="program">The program.</param>
    /// <param name="port">The port; <see langword="null"/> for a free one.</param>
    /// <param name="settings">Lines of its configuration.</param>
    public static async Task<RedisProcess> StartAsync(string program, int? port, params string[] settings)
    {
        SkipUnlessInstalled(program);
        for (var attempt = 1; ; attempt++)
        {
            var server = Create(program, port ?? FreePort.Take(), settings);
            if (await server.TryRunAsync())
            {
                return server;
            }

            await server.DisposeAsync();
            Assert.True(attempt < 5, $"{program} does not start.\n{server.LastLog}");
        }
    }

    /// <summary>Returns settings of connections with long timeouts.</summary>
    public static ConfigurationOptions GetSettings(params int[] ports)
    {
        var options = new ConfigurationOptions
        {
            ConnectTimeout = 5000,
            SyncTimeout = Timeout,
            AsyncTimeout = Timeout,
        };
        Array.ForEach(ports, port => options.EndPoints.Add(IPAddress.Loopback, port));
        return options;
    }

    /// <summary>Connects with long timeouts and administrator commands.</summary>
    public Task<ConnectionMultiplexer> ConnectAsync()
    {
        var options = GetSettings(Port);
        options.AllowAdmin = true;
        return ConnectionMultiplexer.ConnectAsync(options);
    }

    /// <summary>Retries an operation until the engine is connected.</summary>
    public static async Task<T> RetryUntilConnectedAsync<T>(Func<ValueTask<T>> work)
    {
        while (true)
        {
            try
            {
                return await work();
            }
            catch (SessionEngineException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }
    }

    /// <summary>Runs a command on the server and returns its reply.</summary>
    public async Task<string> ExecuteAsync(params string[] command)
    {
        string[] arguments = ["-p", Port.ToString(CultureInfo.InvariantCulture), .. command];
        using var client = Process.Start(new ProcessStartInfo("redis-cli", arguments) { RedirectStandardOutput = true })!;
        var answer = await client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        return answer.Trim();
    }

    /// <summary>Repeats a command on the server until its reply is the expected one.</summary>
    public async Task UntilAsync(Func<string, bool> isExpected, params string[] command)
    {
        var start = TimeProvider.System.GetTimestamp();
        for (var answer = ""; !isExpected(answer); answer = await ExecuteAsync(command))
        {
            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < MaxWait,
                $"{Address} answers to {string.Join(' ', command)}: {answer}\n{LastLog}");
        }
    }

    /// <summary>Kills the server: <c>kill -9</c>.</summary>
    public void Kill() => Signal("-KILL");

    /// <summary>Restarts the server with its folder and settings.</summary>
    public async Task RestartAsync()
    {
        for (var attempt = 1; !await TryRunAsync(); attempt++)
        {
            Assert.True(attempt < 5, "The server does not start again.");
        }
    }

    /// <summary>Suspends the process.</summary>
    public void Pause() => Signal("-STOP");

    /// <summary>Resumes the suspended process.</summary>
    public void Continue() => Signal("-CONT");

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        await _reading;
        _keeper.Dispose();
    }

    private static RedisProcess Create(string program, int port, string[] settings)
    {
        string[] lines = ["bind 127.0.0.1", $"port {port.ToString(CultureInfo.InvariantCulture)}", "daemonize no", .. settings];
        lines = program == Server ? ["save \"\"", "appendonly no", .. lines] : lines;
        var keeper = Process.Start(new ProcessStartInfo("sh", ["-c", Keeper, program, string.Join('\n', lines)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return new RedisProcess(keeper, port);
    }

    private async Task<bool> TryRunAsync()
    {
        _isReady = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _keeper.StandardInput.WriteLineAsync();
        await _keeper.StandardInput.FlushAsync();
        return await _isReady.Task;
    }

    // Reads all output, so that the pipe does not fill. Another process may have taken the port.
    private async Task ReadAsync()
    {
        while (await _keeper.StandardOutput.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            if (line.StartsWith("process ", StringComparison.Ordinal))
            {
                _process = int.Parse(line["process ".Length..], CultureInfo.InvariantCulture);
            }
            else if (line.Contains("Ready to accept connections", StringComparison.Ordinal)
                || line.Contains("Sentinel ID is", StringComparison.Ordinal))
            {
                _isReady.TrySetResult(true);
            }
            else if (line.Contains("aborting", StringComparison.Ordinal) || line.Contains("FATAL", StringComparison.Ordinal))
            {
                _isReady.TrySetResult(false);
            }
        }

        _isReady.TrySetResult(false);
    }

    private void Signal(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void SkipUnlessInstalled(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
        {
            var reason = $"No {program} on the path.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            Assert.Fail(reason);
        }
    }
}
