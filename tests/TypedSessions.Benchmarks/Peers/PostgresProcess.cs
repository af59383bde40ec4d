using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>A PostgreSQL server with its defaults, in its own folder and on its own port, that stops with the benchmark.</summary>
internal sealed class PostgresProcess : IDisposable
{
    // Runs as long as its input is open, so that the server stops with the benchmark, even when that is killed.
    private const string Keeper = """
        set -e
        folder=$(mktemp -d -t typedsessions-postgres-XXXXXX)
        trap '"$0/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
        trap : INT
        "$0/initdb" -D "$folder/data" --username=benchmark --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null
        "$0/pg_ctl" -D "$folder/data" -w -s -l "$folder/log" -o "-p $1 -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start
        head -1 "$folder/data/postmaster.pid"
        cat >/dev/null
        """;

    private readonly Process _keeper;

    private PostgresProcess(Process keeper, int port, int id)
    {
        _keeper = keeper;
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=benchmark;Database=postgres");
        Id = id;
    }

    public string ConnectionString { get; }

    /// <summary>The process that all others of the server are children of.</summary>
    public int Id { get; }

    /// <summary>Starts one; <see langword="null"/> where there are no programs of PostgreSQL.</summary>
    public static async Task<PostgresProcess?> StartAsync()
    {
        var programs = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").Max() : null;
        if (programs is null)
        {
            return null;
        }

        // PostgreSQL refuses to run as root, and its package brings a user for it.
        var port = FreePort();
        string[] command = ["sh", "-c", Keeper, Path.Combine(programs, "bin"), port.ToString(CultureInfo.InvariantCulture)];
        string[] start = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. command] : command;
        var keeper = Process.Start(
            new ProcessStartInfo(start[0], start[1..])
            {
                WorkingDirectory = "/",
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
        var id = await keeper.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("PostgreSQL does not start.");
        return new PostgresProcess(keeper, port, int.Parse(id, CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _keeper.StandardInput.Close();
        _keeper.WaitForExit();
        _keeper.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
