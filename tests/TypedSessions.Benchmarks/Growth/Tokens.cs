using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using TypedSessions.Storage;

namespace TypedSessions.Benchmarks.Growth;

/// <summary>Visitors' tokens, made without the library: a stored session for each is written straight into the engine.</summary>
internal static class Tokens
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static SessionKey GetKey(string token) => new(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    public static string GetCookie(string token) => $"__Host-session={token}";
}
