using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Storage;

/// <summary>Owner ids in the form in which they are stored.</summary>
internal static class OwnerId
{
    /// <summary>The largest number of characters that are stored as they are.</summary>
    public const int MaxLength = 256;

    /// <summary>Throws if the id of an owner is empty or too long.</summary>
    /// <exception cref="ArgumentException">The id is empty or too long.</exception>
    public static void ThrowIfInvalid(string? value)
    {
        if (value is { Length: 0 or > MaxLength })
        {
            throw new ArgumentException(
                $"The owner of the session has {value.Length} characters. Set an id of 1 to {MaxLength} characters.", nameof(value));
        }
    }

    /// <summary>Returns the id, or the SHA-256 of one that is too long, in base64url.</summary>
    public static string Normalize(string id)
        => id.Length <= MaxLength ? id : Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(id)));
}
