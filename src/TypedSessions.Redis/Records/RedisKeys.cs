using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TypedSessions.Redis.Records;

/// <summary>
/// The names of the keys. Sessions are spread over 64 buckets by the first six bits of their keys. A bucket has its own indexes, and a
/// cluster keeps all keys of a bucket together, so that one script can change a record with its indexes.
/// </summary>
/// <remarks>
/// <code>
/// {prefix}{tag}s:{session key}   HASH  a record
/// {prefix}{tag}x                 ZSET  the keys of the bucket's records by their expiry
/// {prefix}{tag}o:{owner's hash}  ZSET  the keys of an owner's records in the bucket by their expiry
/// {prefix}{tag}l:{owner's hash}  STRING  the lock of an owner, in one bucket, while a sign-in counts the owner's sessions
/// </code>
/// A session stays in its bucket: a rotation gets a key of the same one. So an owner's sessions are in several buckets, and each sign-in is
/// one script; if they were all in one bucket, a sign-in would move the session there, in several steps that a crash could separate.
/// </remarks>
internal sealed class RedisKeys
{
    /// <summary>The number of buckets.</summary>
    public const int Buckets = 64;

    // One tag for each range of 256 slots of a cluster, so that nodes with equally many slots have equally many sessions.
    private static ReadOnlySpan<short> Tags =>
    [
        10, 18, 113, 342, 29, 21, 3, 122, 69, 61, 72, 162, 50, 58, 153, 43, 11, 19, 112, 343, 28, 20, 2, 123, 68, 60, 73, 163, 51, 59, 152,
        42, 12, 102, 111, 119, 133, 23, 1, 9, 173, 63, 70, 78, 52, 142, 49, 41, 13, 103, 110, 118, 132, 22, 0, 8, 172, 62, 71, 79, 53, 143,
        48, 40,
    ];

    private readonly byte[][] _recordPrefixes = new byte[Buckets][];
    private readonly string[] _ownerPrefixes = new string[Buckets];
    private readonly string[] _lockPrefixes = new string[Buckets];
    private readonly RedisKey[] _indexes = new RedisKey[Buckets];

    public RedisKeys(string prefix)
    {
        for (var bucket = 0; bucket < Buckets; bucket++)
        {
            var start = $"{prefix}{{{Tags[bucket]}}}:";
            _recordPrefixes[bucket] = Encoding.UTF8.GetBytes(start + "s:");
            _ownerPrefixes[bucket] = start + "o:";
            _lockPrefixes[bucket] = start + "l:";
            _indexes[bucket] = start + "x";
        }
    }

    /// <summary>Gets the indexes of all buckets.</summary>
    public IReadOnlyList<RedisKey> Indexes => _indexes;

    /// <summary>Returns the number of the bucket that a session is in.</summary>
    public static int GetBucket(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[SessionKey.Size];
        key.CopyTo(bytes);
        return bytes[0] >> 2;
    }

    /// <summary>Returns a session's key as a member of an index.</summary>
    public static RedisValue GetMember(SessionKey key) => key.ToArray();

    /// <summary>Returns the session's key of a member of an index; <see langword="null"/> if it is not a key.</summary>
    public static SessionKey? FromMember(RedisValue member)
        => (byte[]?)member is { Length: SessionKey.Size } bytes ? new SessionKey(bytes) : null;

    /// <summary>
    /// Returns the end of the name of an owner's index: a hash, so that the names of keys reveal no owner; empty for no owner.
    /// </summary>
    public static string GetOwnerHash(string? owner)
        => owner is null ? "" : Base64Url.EncodeToString(SHA256.HashData(Encoding.Unicode.GetBytes(owner)));

    /// <summary>Returns the name of a record.</summary>
    public RedisKey GetRecord(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[SessionKey.Size];
        key.CopyTo(bytes);
        var prefix = _recordPrefixes[bytes[0] >> 2];
        var name = new byte[prefix.Length + (2 * SessionKey.Size)];
        prefix.CopyTo(name, 0);
        Convert.TryToHexStringLower(bytes, name.AsSpan(prefix.Length), out _);
        return name;
    }

    /// <summary>Returns the name of the index of the bucket that a session is in.</summary>
    public RedisKey GetIndex(SessionKey key) => _indexes[GetBucket(key)];

    /// <summary>Returns the name of an owner's lock.</summary>
    public RedisKey GetLock(string ownerHash) => _lockPrefixes[ownerHash[0] % Buckets] + ownerHash;

    /// <summary>Returns the name of the index of an owner's sessions in a bucket.</summary>
    public RedisKey GetOwnerIndex(int bucket, string ownerHash) => _ownerPrefixes[bucket] + ownerHash;
}
