using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using TypedSessions.Http;
using TypedSessions.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Bytes as the headers with a request's cookies: a line each, in the characters that a server makes of bytes.</summary>
internal static class CookieHeaders
{
    public const string Name = "__Host-session";

    public static StringValues Create(ReadOnlySpan<byte> input) => Encoding.Latin1.GetString(input).Split('\n');

    public static byte[] Input(params string[] headers) => Encoding.Latin1.GetBytes(string.Join('\n', headers));

    /// <summary>What comes in the headers after the session's name and what follows it, pair by pair.</summary>
    public static IEnumerable<string> AfterName(StringValues headers)
        => from header in headers
           from pair in header!.Split(';')
           let trimmed = pair.Trim(' ', '\t')
           where trimmed.StartsWith(Name, StringComparison.Ordinal)
           select trimmed[Name.Length..];

    /// <summary>The cookie of an application with an engine.</summary>
    public static SessionCookie GetCookie(Action<TypedSessionsBuilder> useEngine)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton<TimeProvider>(new ManualClock());
        useEngine(builder.Services.AddTypedSessions());
        return builder.Build().Services.GetRequiredService<SessionHttpServices>().Cookie;
    }
}
