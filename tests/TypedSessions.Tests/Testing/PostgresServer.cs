using System.Diagnostics;
using System.Globalization;
using Npgsql;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(PostgresServer))]

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A PostgreSQL server in a temporary folder and on a free port, which starts when a test first needs it. If PostgreSQL is not
/// installed, the tests that need it are skipped, or fail if TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Password = "not-for-messages";

    private const string User = "tests";

    // Runs until its input closes, so that the server stops even if the tests are killed.
    private const string Keeper = """
        set -e
        folder=$(mktemp -d -t typedsessions-postgres-XXXXXX)
        trap '"$0/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
        trap : INT
        printf %s "$2" >"$folder/password"
        "$0/initdb" -D "$folder/data" --username="$1" --pwfile="$folder/password" --auth=password \
            --encoding=UTF8 --locale=C --no-sync >/dev/null
        printf '%s\n' "listen_addresses = '127.0.0.1'" "unix_socket_directories = ''" 'max_connections = 500' 'shared_buffers = 32MB' \
            "fsync = $3" 'autovacuum = off' "timezone = 'Asia/Kolkata'" >>"$folder/data/postgresql.conf"
        echo "$folder"
        cat >/dev/null
        """;

    // Suspends the server first, so that it starts no more children, and then kills all. A killed process may remain as a zombie.
    private const string Killer = """
        server=$(head -n 1 "$0/data/postmaster.pid")
        kill -STOP "$server"
        all="$(cat "/proc/$server/task/$server/children") $server"
        kill -9 $all
        for one in $all; do
            while [ -d "/proc/$one" ] && ! grep -q '^State:.Z' "/proc/$one/status" 2>/dev/null; do :; done
        done
        rm -f "$0/data/postmaster.pid"
        """;

    private readonly bool _syncs;
    private readonly string? _programs = FindPrograms();
    private readonly Lazy<Task<NpgsqlDataSource>> _ready;
    private Process? _keeper;
    private string _folder = "";
    private int _port;
    private int _schemas;

    public PostgresServer()
        : this(syncs: false)
    {
    }

    /// <summary>Creates a separate server.</summary>
    /// <param name="syncs">Whether commits wait for the disk, as in production.</param>
    internal PostgresServer(bool syncs)
    {
        _syncs = syncs;
        _ready = new(() => Task.Run(SetUpAsync));
    }

    /// <summary>The connection string. Available once a schema has been opened.</summary>
    /// <remarks>
    /// The timeout is long, because hundreds of writers wait for a pool's connections while all other tests run.
    /// </remarks>
    public NpgsqlConnectionStringBuilder ConnectionString
        => new() { Host = "127.0.0.1", Port = _port, Username = User, Password = Password, Database = "postgres", Timeout = 120 };

    /// <summary>Creates an empty schema.</summary>
    internal async Task<PostgresSchema> OpenAsync()
    {
        if (_programs is null)
        {
            const string reason = "No PostgreSQL server under /usr/lib/postgresql.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            Assert.Fail(reason);
        }

        var database = await _ready.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _schemas)}");
        await using var command = database.CreateCommand($"CREATE SCHEMA {name}");
        await command.ExecuteNonQueryAsync();
        var connectionString = ConnectionString;
        connectionString.SearchPath = name;
        connectionString.ApplicationName = name;
        return new PostgresSchema(connectionString);
    }

    /// <summary>Restarts the server on its folder and port.</summary>
    public Task StartAsync() => ControlAsync("-o", $"-p {_port}", "-l", $"{_folder}/log", "start");

    /// <summary>Shuts the server down without waiting for open connections.</summary>
    public Task StopAsync() => ControlAsync("-m", "fast", "stop");

    /// <summary>Kills all processes of the server: <c>kill -9</c>.</summary>
    public async Task KillAsync()
    {
        using var killer = Start("sh", "-c", Killer, _folder);
        killer.StandardInput.Close();
        await killer.WaitForExitAsync();
        Assert.True(killer.ExitCode == 0, await killer.StandardError.ReadToEndAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_ready.IsValueCreated)
        {
            // The tests that use the server have already reported the failure.
            await ((Task)_ready.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_ready is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _ready.Value).DisposeAsync();
        }

        if (_keeper is not null)
        {
            _keeper.StandardInput.Close();
            await _keeper.WaitForExitAsync();
            _keeper.Dispose();
        }
    }

    private static string? FindPrograms()
        => Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .Select(version => Path.Combine(version, "bin"))
                .Where(programs => File.Exists(Path.Combine(programs, "initdb")))
                .MaxBy(
                    programs => int.TryParse(
                        Path.GetFileName(Path.GetDirectoryName(programs)), CultureInfo.InvariantCulture, out var version) ? version : 0)
            : null;

    private async Task<NpgsqlDataSource> SetUpAsync()
    {
        _keeper = Start("sh", "-c", Keeper, _programs!, User, Password, _syncs ? "on" : "off");
        _folder = await _keeper.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"No PostgreSQL: {await _keeper.StandardError.ReadToEndAsync()}");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _port = FreePort.Take();
                await StartAsync();
                return NpgsqlDataSource.Create(ConnectionString);
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Another process has taken the port.
            }
        }
    }

    private async Task ControlAsync(params string[] arguments)
    {
        using var control = Start($"{_programs}/pg_ctl", ["-D", $"{_folder}/data", "-w", "-s", .. arguments]);
        control.StandardInput.Close();
        await control.WaitForExitAsync();
        if (control.ExitCode != 0)
        {
            throw new InvalidOperationException($"PostgreSQL does not {arguments[^1]}: {await control.StandardError.ReadToEndAsync()}");
        }
    }

    // PostgreSQL refuses to run as root; its package creates a user.
    private static Process Start(string program, params string[] arguments)
    {
        string[] command = Environment.IsPrivilegedProcess
            ? ["runuser", "-u", "postgres", "--", program, .. arguments]
            : [program, .. arguments];
        return Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }
}
