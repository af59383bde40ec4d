using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;

namespace TypedSessions.Tests.Testing;

/// <summary>An engine whose records outlive a process, as two strings that can be passed to another process.</summary>
/// <param name="Engine">Which one.</param>
/// <param name="Place">The connection string of its database, or its folder.</param>
internal sealed record EnginePlace(string Engine, string Place)
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string MariaDb = "mariadb";
    public const string Files = "files";

    /// <summary>The arguments of a child that come after the name of its job.</summary>
    public string[] Arguments => [Engine, Place];

    /// <summary>Registers the engine. It removes expired records without a delay.</summary>
    public void UseIn(TypedSessionsBuilder sessions) => _ = Engine switch
    {
        Sqlite => sessions.UseDatabase(SqliteFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        Postgres => sessions.UseDatabase(NpgsqlFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        MariaDb => sessions.UseDatabase(MySqlConnectorFactory.Instance, Place, options => options.ClockSkew = TimeSpan.Zero),
        Files => sessions.UseFiles(Place, options => options.ClockSkew = TimeSpan.Zero),
        _ => throw new InvalidOperationException($"There is no engine '{Engine}' that outlives a process."),
    };
}
