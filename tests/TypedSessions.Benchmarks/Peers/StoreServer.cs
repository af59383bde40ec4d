using System.Diagnostics;
using System.Globalization;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>A database or Redis server with default settings, a temporary folder and a free port.</summary>
internal sealed class StoreServer : IDisposable
{
    private const string MariaDbProgram = "/usr/sbin/mariadbd";
    private const string RedisProgram = "/usr/bin/redis-server";

    // Each script runs until its input closes, so that the server stops even if the benchmark is killed.
    private const string PostgresScript = """
        set -e
        folder=$(mktemp -d -t typedsessions-postgres-XXXXXX)
        trap '"$0/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
        trap : INT
        "$0/initdb" -D "$folder/data" --username=benchmark --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
        "$0/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" -o "-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start
        head -1 "$folder/data/postmaster.pid"
        cat >/dev/null
        """;

    private const string MariaDbScript = """
        set -e
        folder=$(mktemp -d -t typedsessions-mariadb-XXXXXX)
        trap 'kill -9 $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
        trap : INT
        mariadb-install-db --no-defaults --datadir="$folder/data" --skip-test-db --auth-root-authentication-method=normal >/dev/null
        "$0" --no-defaults --datadir="$folder/data" --socket="$folder/socket" --bind-address=127.0.0.1 --port="$1" >"$folder/log" 2>&1 &
        server=$!
        until mariadb-admin --no-defaults --socket="$folder/socket" --user=root ping >/dev/null 2>&1; do sleep 0.1; done
        mariadb --no-defaults --socket="$folder/socket" --user=root --execute="CREATE DATABASE benchmark;
            CREATE USER benchmark@'%'; GRANT ALL ON benchmark.* TO benchmark@'%'"
        echo $server
        cat >/dev/null
        """;

    private const string RedisScript = """
        folder=$(mktemp -d -t typedsessions-redis-XXXXXX)
        trap 'kill -9 $server 2>/dev/null; wait $server 2>/dev/null; rm -rf "$folder"' EXIT
        trap : INT
        "$0" --port "$1" --bind 127.0.0.1 --dir "$folder" >"$folder/log" 2>&1 &
        server=$!
        until redis-cli -p "$1" ping >/dev/null 2>&1; do sleep 0.1; done
        echo $server
        cat >/dev/null
        """;

    private readonly Process _shell;

    private StoreServer(Process shell, string connectionString, int id)
    {
        _shell = shell;
        ConnectionString = connectionString;
        Id = id;
    }

    public string ConnectionString { get; }

    /// <summary>The id of the server's root process.</summary>
    public int Id { get; }

    /// <summary>Starts the server of a store; <see langword="null"/> if the store has none or it is not installed.</summary>
    public static async Task<StoreServer?> StartAsync(string store)
    {
        var port = FreePort.Take().ToString(CultureInfo.InvariantCulture);
        return store switch
        {
            Stores.Postgres or Stores.RelaxedPostgres when FindPostgres() is { } programs => await StartAsync(
                "postgres", PostgresScript, programs, port, $"Host=127.0.0.1;Port={port};Username=benchmark;Database=postgres"),
            Stores.MariaDb when File.Exists(MariaDbProgram) => await StartAsync(
                "mysql", MariaDbScript, MariaDbProgram, port, $"Server=127.0.0.1;Port={port};User ID=benchmark;Database=benchmark"),
            Stores.Redis when File.Exists(RedisProgram) => await StartAsync(
                "redis", RedisScript, RedisProgram, port, $"127.0.0.1:{port}"),
            _ => null,
        };
    }

    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    // The servers refuse to run as root, and their packages create a user for each.
    private static async Task<StoreServer> StartAsync(string user, string script, string program, string port, string connectionString)
    {
        string[] command = ["sh", "-c", script, program, port];
        string[] start = Environment.IsPrivilegedProcess ? ["runuser", "-u", user, "--", .. command] : command;
        var shell = Process.Start(
            new ProcessStartInfo(start[0], start[1..])
            {
                WorkingDirectory = "/",
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        var id = await shell.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"{program} did not start.");
        return new StoreServer(shell, connectionString, int.Parse(id, CultureInfo.InvariantCulture));
    }

    private static string? FindPostgres()
        => Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(static version => Path.Combine(version, "bin")).Max()
            : null;
}
