using System.Buffers.Binary;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// The versions that this process wrote to the database recently. A copy with a lower version is stale, even if it is stored in the cache
/// later or by another process.
/// </summary>
/// <remarks>
/// The table has a fixed size. Two sessions that share a slot have no fresh copies for a while, which only costs reads of the database.
/// </remarks>
/// <param name="timeProvider">The time provider.</param>
/// <param name="retention">How long a write is remembered: at least as long as a stale copy could pass as fresh.</param>
internal sealed class RecentWrites(TimeProvider timeProvider, TimeSpan retention)
{
    /// <summary>A version that is higher than every record's: after a removal, all copies are stale.</summary>
    public const long Removed = long.MaxValue;

    private const int SlotCount = 1 << 14;

    private readonly Lock _gate = new();
    private readonly Slot[] _slots = new Slot[SlotCount];

    /// <summary>Adds a write or a removal of a session.</summary>
    public void Add(SessionKey key, long version)
    {
        var (index, session) = Find(key);
        var now = timeProvider.GetUtcNow();
        lock (_gate)
        {
            var slot = _slots[index];
            var isTaken = slot.Until > now;
            if (isTaken && slot.Session != session)
            {
                version = Removed;
                session = Slot.Shared;
            }

            _slots[index] = new Slot(session, isTaken ? Math.Max(version, slot.MinVersion) : version, now + retention);
        }
    }

    /// <summary>Returns whether a copy is at least as new as the last write of this process.</summary>
    public bool IsCurrent(SessionKey key, long version)
    {
        var (index, session) = Find(key);
        var now = timeProvider.GetUtcNow();
        lock (_gate)
        {
            var slot = _slots[index];
            return slot.Until <= now || (slot.Session != session && slot.Session != Slot.Shared) || version >= slot.MinVersion;
        }
    }

    // All parts of a SHA-256 are equally random.
    private static (int Index, ulong Session) Find(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[SessionKey.Size];
        key.CopyTo(bytes);
        return ((int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) % SlotCount), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    private readonly record struct Slot(ulong Session, long MinVersion, DateTimeOffset Until)
    {
        /// <summary>Represents all sessions of a slot. A session that happens to have this number is treated alike.</summary>
        public const ulong Shared = 0;
    }
}
