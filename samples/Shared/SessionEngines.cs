using Microsoft.Data.Sqlite;
using Npgsql;

namespace TypedSessions.Samples;

/// <summary>
/// Where the samples keep their sessions. <c>Sessions:Engine</c> in the configuration names one of these engines, and nothing
/// else of a sample changes with it. Databases are found by <c>ConnectionStrings:Sessions</c>, files by <c>Sessions:Path</c>.
/// </summary>
internal static class SessionEngines
{
    private static readonly Dictionary<string, Engine> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        // For development and tests: fast, and forgotten at a restart.
        ["memory"] = new("one object in the memory of this process", (sessions, _)
            => sessions.UseMemory()),

        // One machine, and no server to look after.
        ["sqlite"] = new("one row in a SQLite database", (sessions, configuration)
            => sessions.UseDatabase(SqliteFactory.Instance, configuration.GetConnectionString("Sessions"))),

        // Several machines: no update is lost, and what has ended stays so on all of them.
        ["postgres"] = new("one row in a PostgreSQL database", (sessions, configuration)
            => sessions.UseDatabase(NpgsqlFactory.Instance, configuration.GetConnectionString("Sessions"))),

        // One machine and no database at all: a folder that the processes of the machine may share.
        ["files"] = new("one file in a folder", (sessions, configuration)
            => sessions.UseFiles(configuration["Sessions:Path"])),

        // The application's own IDistributedCache. In-memory here; with AddStackExchangeRedisCache it is a Redis server.
        ["cache"] = new("one entry in a cache", (sessions, _) =>
        {
            sessions.Services.AddDistributedMemoryCache();
            sessions.UseCache();
        }),

        // Read from the cache, while the database has the last word.
        ["cached-database"] = new("one row in a SQLite database, with a copy in a cache", (sessions, configuration) =>
        {
            sessions.Services.AddDistributedMemoryCache();
            sessions.UseCachedDatabase(SqliteFactory.Instance, configuration.GetConnectionString("Sessions"));
        }),

        // No store at all: the browser holds the record, sealed. A copy of the cookie stays good after a logout, until it expires.
        ["cookie"] = new("nothing here: your cookie holds the record", (sessions, _)
            => sessions.UseCookie()),
    };

    /// <summary>Chooses the engine that the configuration names.</summary>
    /// <exception cref="InvalidOperationException">It names none of them.</exception>
    public static TypedSessionsBuilder UseConfiguredEngine(this TypedSessionsBuilder sessions, IConfiguration configuration)
    {
        var name = configuration["Sessions:Engine"] ?? "";
        var engine = Known.GetValueOrDefault(name)
            ?? throw new InvalidOperationException($"Sessions:Engine is '{name}'. It can be {string.Join(", ", Known.Keys)}.");

        engine.Use(sessions, configuration);
        sessions.Services.AddSingleton(new SessionPlace(engine.Place));
        return sessions;
    }

    private sealed record Engine(string Place, Action<TypedSessionsBuilder, IConfiguration> Use);
}
