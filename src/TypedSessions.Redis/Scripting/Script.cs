using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Redis.Scripting;

/// <summary>A Lua script, which the server runs as a whole or not at all.</summary>
/// <param name="Text">The script.</param>
internal sealed record Script(string Text)
{
    /// <summary>Gets the hash by which a server finds a script that it has run before.</summary>
    public byte[] Hash { get; } = SHA1.HashData(Encoding.UTF8.GetBytes(Text));
}
