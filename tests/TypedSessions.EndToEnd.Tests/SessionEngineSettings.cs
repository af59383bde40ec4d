using TypedSessions.Tests.Testing;

namespace TypedSessions.EndToEnd.Tests;

/// <summary>The engines of the samples with their configuration.</summary>
/// <remarks>
/// The names are those of engines with records on the server, because sessions in cookies cannot be ended or inspected there.
/// </remarks>
internal static class SessionEngineSettings
{
    public static TheoryData<string> Names => ["memory", "sqlite", "postgres", "files", "cache", "cached-database"];

    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(string engine, PostgresServer postgres)
    {
        var (name, provider) = engine switch
        {
            "sqlite" => ("database", "sqlite"),
            "postgres" => ("database", "postgresql"),
            "cached-database" => ("cachedDatabase", "sqlite"),
            "cookie" => ("cookies", "sqlite"),
            _ => (engine, "sqlite"),
        };
        var settings = new Dictionary<string, string>
        {
            ["Sessions__Engine"] = name,
            ["Sessions__Provider"] = provider,
            ["Sessions__Files__Path"] = "sessions",
        };
        if (engine == "postgres")
        {
            settings["ConnectionStrings__Sessions"] = await postgres.NewDatabaseAsync();
        }

        return settings;
    }

    /// <summary>A separate MariaDB database, which is deleted with the server.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> OfAsync(MariaDbServer mariaDb)
    {
        await using var database = await mariaDb.OpenAsync();
        return new Dictionary<string, string>
        {
            ["Sessions__Engine"] = "database",
            ["Sessions__Provider"] = "mysql",
            ["ConnectionStrings__Sessions"] = database.ConnectionString,
        };
    }

    /// <summary>A Redis server. The keys of each site have a prefix of the application.</summary>
    public static IReadOnlyDictionary<string, string> Create(RedisProcess redis)
        => new Dictionary<string, string> { ["Sessions__Engine"] = "redis", ["ConnectionStrings__Sessions"] = redis.Address };

    // A separate schema, which is deleted with the server.
    private static async Task<string> NewDatabaseAsync(this PostgresServer postgres)
    {
        await using var schema = await postgres.OpenAsync();
        var connection = postgres.ConnectionString;
        connection.SearchPath = schema.Name;
        return connection.ConnectionString;
    }
}
