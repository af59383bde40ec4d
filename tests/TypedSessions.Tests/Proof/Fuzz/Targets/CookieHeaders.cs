using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Primitives;
using TypedSessions.Http;
using TypedSessions.Http.Cookies;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Proof.Fuzz.Targets;

/// <summary>Converts bytes to Cookie headers, one for each line, with the encoding of a server.</summary>
internal static class CookieHeaders
{
    public const string Name = "__Host-session";

    public static StringValues Create(ReadOnlySpan<byte> input) => Encoding.Latin1.GetString(input).Split('\n');

    public static byte[] Input(params string[] headers) => Encoding.Latin1.GetBytes(string.Join('\n', headers));

    /// <summary>Returns the values of the cookies whose name begins with that of the session, with the rest of the name.</summary>
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
