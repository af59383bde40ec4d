using System.Net;
using Microsoft.Extensions.Logging;

namespace TypedSessions.Redis.StartUp;

/// <summary>The messages of the engine.</summary>
internal static partial class RedisLog
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "The Redis server {Server} has the eviction policy '{Policy}': when its memory is full, it removes sessions that have "
            + "not expired. Set maxmemory-policy to noeviction, or use a server for sessions only.")]
    public static partial void EvictsSessions(this ILogger logger, EndPoint server, string policy);
}
