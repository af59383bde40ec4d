using System.Buffers.Binary;
using System.Text.Json;
using TypedSessions.Models.Merging;
using TypedSessions.Sessions;

namespace TypedSessions.Models;

/// <summary>
/// The values of a property that expire. A value is stored behind the time at which it expires: 8 bytes, big-endian, in milliseconds since
/// 1970. Setting a value begins its lifetime again, and a change in place does not.
/// </summary>
internal sealed class ExpiringValueStore(IValueStore store, TimeSpan lifetime) : IValueStore
{
    /// <summary>The number of bytes before a value.</summary>
    public const int HeaderLength = sizeof(long);

    public ISession Session => store.Session;

    public int ChangeVersion => store.ChangeVersion;

    public bool StoreEqualValues => true;

    public bool VerifyValues => store.VerifyValues;

    public JsonSerializerOptions? JsonSerializerOptions => store.JsonSerializerOptions;

    public DateTimeOffset Now => store.Now;

    public IEnumerable<string> Keys => store.Keys;

    public IEnumerable<string> ModifiedKeys => store.ModifiedKeys;

    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        var isLive = store.TryGet(key, out value) && ReadExpiry(value) is { } expiry && !HasExpired(expiry);
        value = isLive ? value[HeaderLength..] : default;
        return isLive;
    }

    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null)
        => Set(key, (Now + lifetime).ToUnixTimeMilliseconds(), value, merge);

    public void SetInPlace(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge)
    {
        var expiry = store.TryGet(key, out var stored) ? ReadExpiry(stored) : null;
        Set(key, expiry ?? (Now + lifetime).ToUnixTimeMilliseconds(), value, merge);
    }

    public void Remove(ValueKey key, SessionValueMerge? merge = null) => store.Remove(key, merge);

    /// <summary>Removes a value if it has expired. A value that another request has set since stays.</summary>
    public void RemoveExpired(ValueKey key)
    {
        if (store.TryGet(key, out var stored) && ReadExpiry(stored) is { } expiry && HasExpired(expiry))
        {
            store.Remove(key, new ExpiredRemoval());
        }
    }

    public bool IsModified(ValueKey key) => store.IsModified(key);

    public void Track(ITrackedView view) => store.Track(view);

    public void ReportUnreadable(string key, Exception exception) => store.ReportUnreadable(key, exception);

    public void ReportAmbiguous(string key) => store.ReportAmbiguous(key);

    public void MarkRead(ValueKey key) => store.MarkRead(key);

    public void Keep(ValueKey key) => store.Keep(key);

    private bool HasExpired(long expiry) => expiry <= Now.ToUnixTimeMilliseconds();

    private static long? ReadExpiry(ReadOnlyMemory<byte> stored)
        => stored.Length >= HeaderLength ? BinaryPrimitives.ReadInt64BigEndian(stored.Span) : null;

    private void Set(ValueKey key, long expiry, ReadOnlyMemory<byte> value, SessionValueMerge? merge)
    {
        var stored = new byte[HeaderLength + value.Length];
        BinaryPrimitives.WriteInt64BigEndian(stored, expiry);
        value.CopyTo(stored.AsMemory(HeaderLength));
        store.Set(key, stored, merge);
    }
}
