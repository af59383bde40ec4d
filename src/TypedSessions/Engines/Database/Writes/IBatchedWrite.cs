using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>A write that can be sent together with others of its kind.</summary>
internal interface IBatchedWrite<T>
{
    /// <summary>
    /// Gets whether a write that is executed alone can wait for a lock, so that it must not do so in the slot of a batch.
    /// </summary>
    static abstract bool CanWait { get; }

    /// <summary>Gets the key of the record.</summary>
    SessionKey Key { get; }

    /// <summary>Gets the record that is stored; <see langword="null"/> if there is none to store.</summary>
    SessionRecord? Next { get; }

    /// <summary>Returns whether the write can take effect at a given time.</summary>
    bool CanApply(DateTimeOffset now);

    /// <summary>Accepts that <see cref="Next"/> is stored.</summary>
    void Accept();

    /// <summary>Stores writes together. Returns the keys of those that took effect; an error undoes all of them.</summary>
    static abstract ValueTask<HashSet<SessionKey>> StoreAsync(T[] writes, SessionConnection connection);
}
