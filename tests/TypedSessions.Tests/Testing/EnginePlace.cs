using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;

namespace TypedSessions.Tests.Testing;

/// <summary>An engine whose records outlive a process, as two strings that can be passed to another process.</summary>
/// <param name="Engine">The name of the engine.</param>
/// <param name="Place">The connection string or the folder.</param>
internal sealed record EnginePlace(string Engine, string Place)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string MariaDb = "mariadb";
    public const string Files = "files";

    /// <summary>The arguments of a job.</summary>
    public string[] Arguments => [Engine, Place];

    /// <summary>Registers the engine without a clock skew, so that expired records are removed immediately.</summary>
    public void UseIn(TypedSessionsBuilder sessions) => _ = Engine switch
    {
        Sqlite => sessions.UseDatabase(SqliteFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        Postgres => sessions.UseDatabase(NpgsqlFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        MariaDb => sessions.UseDatabase(MySqlConnectorFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        Files => sessions.UseFiles(Place, options => options.ClockSkew = TimeSpan.Zero),
        _ => throw new InvalidOperationException($"There is no engine '{Engine}' that outlives a process."),
    };
}
