using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>Creates session tokens, to write sessions into an engine without sending requests.</summary>
internal static class Tokens
{
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static SessionKey GetKey(string token) => new(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    public static string GetCookie(string token) => $"__Host-session={token}";
}
