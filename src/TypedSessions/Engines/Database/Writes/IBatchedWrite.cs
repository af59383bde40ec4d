using TypedSessions.Engines.Database.Sql;

namespace TypedSessions.Engines.Database.Writes;

/// <summary>A write that can be sent together with others of its kind.</summary>
internal interface IBatchedWrite<T>
{
    /// <summary>Gets the key of the record.</summary>
    SessionKey Key { get; }

    /// <summary>Gets the record that is stored; <see langword="null"/> if there is none to store.</summary>
    SessionRecord? Next { get; }

    /// <summary>Returns whether the write can take effect at a time.</summary>
    bool CanApply(DateTimeOffset now);

    /// <summary>Accepts that <see cref="Next"/> is stored.</summary>
    void Accept();

    /// <summary>Returns the values of the statement's parameters that follow the keys: an array of each.</summary>
    static abstract object?[] GetValues(T[] writes, SessionTable table);
}
