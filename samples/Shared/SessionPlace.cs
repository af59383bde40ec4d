namespace TypedSessions.Samples;

/// <summary>Describes where a visitor's session is stored.</summary>
public sealed class SessionPlace(IConfiguration configuration)
{
    /// <summary>Gets the description, for example "one row in a SQLite database".</summary>
    public string Text { get; } = (configuration["Sessions:Engine"], configuration["Sessions:Provider"]) switch
    {
        ("memory", _) => "one object in the memory of this process",
        ("files", _) => "one file in a folder",
        ("cache", _) => "one entry in a cache",
        ("cachedDatabase", _) => "one row in a database, with a copy in a cache",
        ("redis", _) => "one hash in Redis",
        ("cookies", _) => "nothing here: your cookie holds the record",
        (_, "postgresql") => "one row in a PostgreSQL database",
        (_, "mysql") => "one row in a MariaDB database",
        _ => "one row in a SQLite database",
    };
}
