using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>The stores, by their names in the tables.</summary>
internal static class Stores
{
    public const string None = "-";
    public const string Memory = "memory";
    public const string Sqlite = "SQLite";
    public const string Postgres = "PostgreSQL";
    public const string RelaxedPostgres = "PostgreSQL-relaxed";
    public const string MariaDb = "MariaDB";
    public const string Redis = "Redis";
    public const string Files = "files";
    public const string Cookie = "cookie";

    private const long MaxBytesInMemory = 16L * 1024 * 1024 * 1024;

    /// <summary>Returns whether a store is a server process.</summary>
    public static bool HasServer(string store) => store is Postgres or RelaxedPostgres or MariaDb or Redis;

    /// <summary>Configures the engine of TypedSessions.</summary>
    public static TypedSessionsBuilder Use(TypedSessionsBuilder sessions, string store, string place) => store switch
    {
        Memory => sessions.UseMemory(options => options.MaxBytes = MaxBytesInMemory),
        Sqlite => sessions.UseDatabase(SqliteFactory.Instance, place),
        Postgres => sessions.UseDatabase(NpgsqlDataSource.Create(place)),
        RelaxedPostgres => sessions.UseDatabase(
            NpgsqlDataSource.Create(place), static options => options.SynchronousCommit = false),
        MariaDb => sessions.UseDatabase(MySqlConnectorFactory.Instance, place),
        Redis => sessions.UseRedis(place),
        Files => sessions.UseFiles(place),
        Cookie => sessions.UseCookie(),
        _ => throw new ArgumentOutOfRangeException(nameof(store), store, null),
    };

    /// <summary>Adds the distributed cache for ASP.NET Core's sessions.</summary>
    public static void AddCache(IServiceCollection services, string store, string place)
    {
        switch (store)
        {
            case Memory:
                services.AddDistributedMemoryCache();
                break;
            case Sqlite:
                services.AddSingleton<IDistributedCache>(new SqliteCache(place));
                break;
            case Postgres:
                services.AddSingleton<IDistributedCache>(new PostgresCache(place));
                break;
            case Redis:
                services.AddStackExchangeRedisCache(options => options.Configuration = place);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(store), store, null);
        }
    }
}
