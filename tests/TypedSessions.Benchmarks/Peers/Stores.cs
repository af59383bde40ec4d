using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using MySqlConnector;
using Npgsql;

namespace TypedSessions.Benchmarks.Peers;

/// <summary>The places that sessions are kept in, under the names that the tables give them.</summary>
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

    private const long RoomInMemory = 16L * 1024 * 1024 * 1024;

    /// <summary>Returns whether a store is a process of its package.</summary>
    public static bool HasServer(string store) => store is Postgres or RelaxedPostgres or MariaDb or Redis;

    /// <summary>Our engine.</summary>
    public static TypedSessionsBuilder Use(TypedSessionsBuilder sessions, string store, string place) => store switch
    {
        Memory => sessions.UseMemory(options => options.MaxBytes = RoomInMemory),
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

    /// <summary>The cache that ASP.NET Core's sessions are kept in.</summary>
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
