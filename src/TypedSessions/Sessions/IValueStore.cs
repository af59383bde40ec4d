using System.Text.Json;

namespace TypedSessions.Sessions;

/// <summary>The values of a session in their stored form, as models read and write them.</summary>
internal interface IValueStore
{
    /// <summary>The version of a session that does not report changes.</summary>
    const int UnknownVersion = -1;

    /// <summary>Gets the session that has the values.</summary>
    ISession Session { get; }

    /// <summary>
    /// Gets a number that changes whenever a value may have changed; <see cref="UnknownVersion"/> if the session does not report changes.
    /// Never loads the session. It is not nullable, because each access compares it.
    /// </summary>
    int ChangeVersion { get; }

    /// <summary>
    /// Gets whether a value is stored even if it equals the loaded one, because that one may be out of date.
    /// </summary>
    bool StoreEqualValues => false;

    /// <summary>
    /// Gets whether every value that is set is verified to survive encoding and decoding, and not only the first ones of a type.
    /// </summary>
    bool VerifyValues => false;

    /// <summary>Gets the options for JSON by reflection; <see langword="null"/> for the defaults.</summary>
    JsonSerializerOptions? JsonSerializerOptions => null;

    /// <summary>Gets the time by which values expire.</summary>
    DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    /// <summary>Gets the keys. Loads the session and counts as access.</summary>
    IEnumerable<string> Keys => Session.Keys;

    /// <summary>Gets the keys that were set or removed, without the changes in place that views have not captured.</summary>
    IEnumerable<string> ModifiedKeys => [];

    /// <summary>Returns the keys of a model behind a prefix that the application gives; <see langword="null"/> without one.</summary>
    /// <param name="model">The list of the model's properties.</param>
    /// <exception cref="InvalidOperationException">The prefix cannot be part of a key.</exception>
    PrefixedKeys? FindKeys(object model) => null;

    /// <summary>Returns the stored bytes of a key, which never change. Loads the session and counts as access.</summary>
    bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value);

    /// <summary>Sets a key to bytes, which the caller does not change afterwards.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The bytes.</param>
    /// <param name="merge">The merge with another request's change; <see langword="null"/> if the later commit wins.</param>
    /// <exception cref="InvalidOperationException">The session would exceed its limit, or can no longer be changed.</exception>
    void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null);

    /// <summary>Sets a key to a value that was changed in place.</summary>
    /// <inheritdoc cref="Set"/>
    void SetInPlace(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge) => Set(key, value, merge);

    /// <summary>Removes a key, if it exists.</summary>
    void Remove(ValueKey key, SessionValueMerge? merge = null);

    /// <summary>Returns whether a key was set or removed, without the changes in place that views have not captured.</summary>
    bool IsModified(ValueKey key);

    /// <summary>Registers a view that has returned a value that can change in place. Called once by each view.</summary>
    void Track(ITrackedView view);

    /// <summary>Marks a flash value as read, so that the response removes it.</summary>
    void MarkRead(ValueKey key)
    {
    }

    /// <summary>Keeps a flash value for a later request, whether or not this one reads it.</summary>
    void Keep(ValueKey key)
    {
    }

    /// <summary>Returns the session's object of a type, such as a model, and creates it on first use.</summary>
    T GetOrAdd<T>(Func<ISession, T> create)
        where T : class
        => create(Session);

    /// <summary>Reports that a stored value could not be decoded and reads as absent.</summary>
    void ReportUnreadable(string key, Exception exception)
    {
    }

    /// <summary>Reports that a stored value was read as a binary number, although it is also valid as a number in text.</summary>
    void ReportAmbiguous(string key)
    {
    }
}
