namespace TypedSessions.Redis.Connections;

/// <summary>Reads what a server reports about itself.</summary>
internal static class ServerInfo
{
    /// <summary>Returns the names and values of a section.</summary>
    /// <remarks>Read by a script, because the client allows the command to administrators only.</remarks>
    public static async Task<ILookup<string, string>> ReadAsync(IServer server, string section)
    {
        var text = (string?)await server.ExecuteAsync("EVAL", "return redis.call('INFO', ARGV[1])", 0, section) ?? "";
        return text.Split('\n', StringSplitOptions.TrimEntries)
            .Select(static line => line.Split(':', 2))
            .Where(static pair => pair.Length == 2)
            .ToLookup(static pair => pair[0], static pair => pair[1]);
    }
}
