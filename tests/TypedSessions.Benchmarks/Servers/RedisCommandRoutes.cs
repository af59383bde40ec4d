using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StackExchange.Redis;

namespace TypedSessions.Benchmarks.Servers;

/// <summary>
/// Routes that send only the Redis commands of a session: one command for a load and one script for a change.
/// This is the upper limit of the throughput for a library on the same client.
/// </summary>
internal static class RedisCommandRoutes
{
    private const string Cookie = "key";
    private const string Version = "1";

    private const string Create = """
        if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
        redis.call('HSET', KEYS[1], 'version', ARGV[1], 'data', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        return 1
        """;

    private const string Update = """
        if redis.call('HGET', KEYS[1], 'version') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'version', ARGV[2], 'data', ARGV[3])
        return 1
        """;

    private static readonly RedisValue[] Fields = ["version", "data"];

    // The approximate size of ten keys.
    private static readonly byte[] Data = new byte[300];
    private static readonly long Lifetime = (long)TimeSpan.FromDays(14).TotalMilliseconds;

    public static void Map(WebApplication app, IDatabase database)
    {
        app.MapGet(Routes.Seed, (Delegate)BeginAsync);
        app.MapGet(Routes.Untouched, () => "Hello");
        app.MapGet(Routes.Read, (Delegate)ReadAsync);
        app.MapGet(Routes.ReadUnannounced, (Delegate)ReadAsync);
        app.MapGet(Routes.Count, (Delegate)CountAsync);
        app.MapGet(Routes.New, (Delegate)BeginAsync);

        Task<string> BeginAsync(HttpContext context) => CreateAsync(context, database);

        async Task<string> CountAsync(HttpContext context)
        {
            var stored = await LoadAsync(context, database);
            await database.ScriptEvaluateAsync(Update, [GetKey(context)], [stored[0], Version, stored[1]]);
            return NoSessionRoutes.Format(42);
        }

        async Task<string> ReadAsync(HttpContext context)
        {
            await LoadAsync(context, database);
            return NoSessionRoutes.Format("Ada Lovelace", 42, "The Left Hand of Darkness");
        }
    }

    private static async Task<string> CreateAsync(HttpContext context, IDatabase database)
    {
        var key = Guid.NewGuid().ToString("N");
        await database.ScriptEvaluateAsync(Create, [key], [Version, Data, Lifetime]);
        context.Response.Cookies.Append(Cookie, key);
        return NoSessionRoutes.Format(1);
    }

    private static Task<RedisValue[]> LoadAsync(HttpContext context, IDatabase database) => database.HashGetAsync(GetKey(context), Fields);

    private static RedisKey GetKey(HttpContext context) => context.Request.Cookies[Cookie];
}
