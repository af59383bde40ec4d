using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace TypedSessions.Tests.Testing;

/// <summary>A PgBouncer for the tests' PostgreSQL. Each transaction gets one of two connections to the server.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    // Reads its settings from the folder and ends when its input closes, even if the tests are killed.
    private const string Keeper = """
        set -e
        folder=$(mktemp -d -t typedsessions-pgbouncer-XXXXXX)
        trap 'kill $bouncer 2>/dev/null; rm -rf "$folder"' EXIT
        printf '"%s" "%s"\n' "$3" "$4" >"$folder/users"
        printf '%s\n' '[databases]' "* = host=127.0.0.1 port=$2" '[pgbouncer]' 'listen_addr = 127.0.0.1' "listen_port = $1" \
            'unix_socket_dir =' 'auth_type = plain' "auth_file = $folder/users" 'pool_mode = transaction' \
            'default_pool_size = 2' 'server_round_robin = 1' 'ignore_startup_parameters = extra_float_digits' >"$folder/settings"
        "$0" "$folder/settings" >"$folder/log" 2>&1 &
        bouncer=$!
        cat >/dev/null
        """;

    private readonly Process _keeper;

    private PgBouncer(Process keeper, string connectionString)
    {
        _keeper = keeper;
        ConnectionString = connectionString;
    }

    /// <summary>The connection string of the database, without a search path, which PgBouncer does not forward.</summary>
    public string ConnectionString { get; }

    public static async Task<PgBouncer> StartAsync(string server)
    {
        const string program = "/usr/sbin/pgbouncer";
        if (!File.Exists(program))
        {
            const string reason = "No PgBouncer: apt-get install pgbouncer.";
            Assert.SkipUnless(Environment.GetEnvironmentVariable("TYPEDSESSIONS_NO_SKIP") == "1", reason);
            Assert.Fail(reason);
        }

        var builder = new NpgsqlConnectionStringBuilder(server) { SearchPath = null };
        var serverPort = builder.Port;
        builder.Port = FreePort.Take();
        string[] arguments = ["sh", "-c", Keeper, program, $"{builder.Port}", $"{serverPort}", builder.Username!, builder.Password!];

        // PgBouncer refuses to run as root.
        string[] command = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", .. arguments] : arguments;
        var keeper = Process.Start(
            new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardInput = true })!;
        var bouncer = new PgBouncer(keeper, builder.ConnectionString);
        await bouncer.UntilReadyAsync();
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    private async Task UntilReadyAsync()
    {
        await using var dataSource = NpgsqlDataSource.Create(ConnectionString);
        while (true)
        {
            try
            {
                await using var connection = await dataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
                return;
            }
            catch (NpgsqlException error) when (error.InnerException is SocketException && !_keeper.HasExited)
            {
                // PgBouncer does not listen yet.
            }
        }
    }
}
