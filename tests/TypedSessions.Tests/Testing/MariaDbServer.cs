using System.Diagnostics;
using System.Globalization;
using MySqlConnector;
using TypedSessions.Tests.Testing;

[assembly: AssemblyFixture(typeof(MariaDbServer))]

namespace TypedSessions.Tests.Testing;

/// <summary>
/// A MariaDB server in a temporary folder and on a free port, which starts when a test first needs it. If MariaDB is not installed, the
/// tests that need it are skipped, or fail if TYPEDSESSIONS_NO_SKIP is 1.
/// </summary>
public sealed class MariaDbServer : IAsyncDisposable
{
    public const string Password = "not-for-messages";

    private const string Program = "/usr/sbin/mariadbd";
    internal const string User = "tests";

    // Runs until its input closes, so that the server stops even if the tests are killed.
    private const string Keeper = """
        set -e
        folder=$(mktemp -d -t typedsessions-mariadb-XXXXXX)
        trap 'kill -9 "$(cat "$folder/pid")" 2>/dev/null || :; rm -rf "$folder" || rm -rf "$folder"' EXIT
        trap : INT
        trap exit TERM
        [ "$(id -u)" != 0 ] || chown mysql "$folder"
        mariadb-install-db --no-defaults --user="$0" --datadir="$folder/data" --tmpdir="$folder" --skip-test-db --skip-name-resolve \
            --auth-root-authentication-method=normal --innodb-log-file-size=16M --innodb-flush-log-at-trx-commit=0 >/dev/null
        echo "$folder"
        cat >/dev/null
        """;

    // The character set and the time zone differ from those of the application.
    private const string Starter = """
        "$1" --no-defaults --user="$0" --datadir="$2/data" --socket="$2/socket" --pid-file="$2/pid" --tmpdir="$2" \
            --bind-address=127.0.0.1 --port="$3" --innodb-flush-log-at-trx-commit="$4" --innodb-fast-shutdown=2 \
            --innodb-log-file-size=16M --innodb-buffer-pool-size=64M --max-connections=500 --skip-name-resolve \
            --character-set-server=latin1 --default-time-zone=+05:30 </dev/null >>"$2/log" 2>&1 &
        server=$!
        while kill -0 $server 2>/dev/null; do
            ! mariadb-admin --no-defaults --socket="$2/socket" --user=root ping >/dev/null 2>&1 || exit 0
            sleep 0.05
        done
        tail -n 5 "$2/log" >&2
        exit 1
        """;

    // A killed process may remain as a zombie.
    private const string Ender = """
        server=$(cat "$1/pid")
        kill "$0" "$server"
        while [ -d "/proc/$server" ] && ! grep -q '^State:.Z' "/proc/$server/status" 2>/dev/null; do sleep 0.01; done
        rm -f "$1/pid"
        """;

    private readonly bool _syncs;
    private readonly Lazy<Task<MySqlDataSource>> _ready;
    private Process? _keeper;
    private string _folder = "";
    private int _port;
    private int _databases;

    public MariaDbServer()
        : this(syncs: false)
    {
    }

    /// <summary>Creates a separate server.</summary>
    /// <param name="syncs">Whether commits wait for the disk, as in production.</param>
    internal MariaDbServer(bool syncs)
    {
        _syncs = syncs;
        _ready = new(() => Task.Run(SetUpAsync));
    }

    /// <summary>The connection string. Available once a database has been opened.</summary>
    /// <remarks>
    /// The timeout is long, because hundreds of writers wait for a pool's connections while all other tests run.
    /// </remarks>
    public MySqlConnectionStringBuilder ConnectionString
        => new() { Server = "127.0.0.1", Port = (uint)_port, UserID = User, Password = Password, ConnectionTimeout = 120 };

    // MariaDB does not run as root; its package creates a user.
    private static string SystemUser => Environment.IsPrivilegedProcess ? "mysql" : Environment.UserName;

    /// <summary>Creates an empty database.</summary>
    internal async Task<MariaDbDatabase> OpenAsync()
    {
        if (!File.Exists(Program))
        {
            const string reason = $"No MariaDB server: {Program}.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            Assert.Fail(reason);
        }

        var server = await _ready.Value;
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref _databases)}");
        await using var command = server.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        var connectionString = ConnectionString;
        connectionString.Database = name;
        return new MariaDbDatabase(connectionString);
    }

    /// <summary>Restarts the server on its folder and port.</summary>
    public Task StartAsync() => RunAsync(
        Starter, SystemUser, Program, _folder, _port.ToString(CultureInfo.InvariantCulture), _syncs ? "1" : "0");

    /// <summary>Shuts the server down without waiting for open connections.</summary>
    public Task StopAsync() => RunAsync(Ender, "-TERM", _folder);

    /// <summary>Kills the server: <c>kill -9</c>.</summary>
    public Task KillAsync() => RunAsync(Ender, "-KILL", _folder);

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

    private async Task<MySqlDataSource> SetUpAsync()
    {
        _keeper = Start(Keeper, SystemUser);
        _folder = await _keeper.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"No MariaDB: {await _keeper.StandardError.ReadToEndAsync()}");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _port = FreePort.Take();
                await StartAsync();
                break;
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Another process has taken the port.
            }
        }

        await RunAsync(
            """
            mariadb --no-defaults --socket="$0/socket" --user=root --execute="CREATE USER '$1'@'127.0.0.1' IDENTIFIED BY '$2';
            GRANT ALL ON *.* TO '$1'@'127.0.0.1' WITH GRANT OPTION"
            """,
            _folder,
            User,
            Password);
        return new MySqlDataSource(ConnectionString.ConnectionString);
    }

    private static async Task RunAsync(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        process.StandardInput.Close();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"MariaDB: {errors}");
        }
    }

    private static Process Start(string script, params string[] arguments)
        => Process.Start(new ProcessStartInfo("sh", ["-c", script, .. arguments])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
