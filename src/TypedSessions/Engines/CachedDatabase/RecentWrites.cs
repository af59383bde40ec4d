using System.Buffers.Binary;

namespace TypedSessions.Engines.CachedDatabase;

/// <summary>
/// What this process wrote to the database a moment ago. A copy that says otherwise
/// is stale, whoever put it into the cache and however late.
/// </summary>
/// <remarks>
/// A table of fixed size. Two sessions that fall into one place share it, and then no copy
/// of either is believed for a while, which costs a read of the database and nothing else.
/// </remarks>
/// <param name="clock">What tells the time.</param>
/// <param name="memory">How long a write is remembered: at least as long as a stale copy could be believed.</param>
internal sealed class RecentWrites(TimeProvider clock, TimeSpan memory)
{
    /// <summary>The version below which lies every record: after a removal no copy is believed.</summary>
    public const long Removed = long.MaxValue;

    private const int Count = 1 << 14;

    private readonly Lock _gate = new();
    private readonly Place[] _places = new Place[Count];

    /// <summary>A session was written or removed.</summary>
    public void Add(SessionKey key, long version)
    {
        var (index, session) = Find(key);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            ref var place = ref _places[index];
            var isTaken = place.Until > now;
            if (isTaken && place.Session != session)
            {
                version = Removed;
                session = Place.Shared;
            }

            place = new Place(session, isTaken ? Math.Max(version, place.LeastVersion) : version, now + memory);
        }
    }

    /// <summary>Whether a copy of a session may be as the database has it, as far as this process knows.</summary>
    public bool Allow(SessionKey key, long version)
    {
        var (index, session) = Find(key);
        var now = clock.GetUtcNow();
        lock (_gate)
        {
            var place = _places[index];
            return place.Until <= now || (place.Session != session && place.Session != Place.Shared) || version >= place.LeastVersion;
        }
    }

    // Every part of a SHA-256 is as good as any other.
    private static (int Index, ulong Session) Find(SessionKey key)
    {
        Span<byte> bytes = stackalloc byte[SessionKey.Size];
        key.CopyTo(bytes);
        return ((int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) % Count), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }

    private readonly record struct Place(ulong Session, long LeastVersion, DateTimeOffset Until)
    {
        /// <summary>Stands for all sessions of a place. A session of this very number is treated with the same care.</summary>
        public const ulong Shared = 0;
    }
}
