using System.Runtime.InteropServices;

namespace TypedSessions.Sessions;

/// <summary>
/// The values of a session: the stored ones, and the keys that were set or removed since. A key that is set to its stored value again is
/// no change.
/// </summary>
internal sealed class PendingChanges(int maxSize)
{
    private static readonly int EmptySize = SessionValues.Empty.Payload.Length;

    // In the order of the payload, so that a key is found by a binary search. Most requests change nothing or one key.
    private List<SessionValueChange>? _changes;

    private List<ITrackedView>? _views;
    private SessionValues _stored = SessionValues.Empty;
    private int _size = EmptySize;

    /// <summary>Gets a number that grows whenever a value may have changed.</summary>
    public int ChangeVersion { get; private set; }

    /// <summary>Gets whether a view has returned a value that can change in place.</summary>
    public bool HasViews => _views is not null;

    /// <summary>Gets whether there is anything to store.</summary>
    public bool IsModified => IsCleared || _changes is { Count: > 0 };

    /// <summary>Gets whether all stored values are removed before the changes are applied.</summary>
    public bool IsCleared { get; private set; }

    /// <summary>Gets whether any key has a value, including reserved keys.</summary>
    public bool HasValues => _size > EmptySize;

    /// <summary>Gets whether the loaded values may differ from the stored ones, so that setting an equal value is a change, too.</summary>
    public bool MayBeStale { get; private set; }

    private ReadOnlySpan<SessionValueChange> Changes => CollectionsMarshal.AsSpan(_changes);

    /// <summary>Adds a view that has returned a value that can change in place.</summary>
    public void Track(ITrackedView view) => (_views ??= []).Add(view);

    /// <summary>Sets the values that were changed in place.</summary>
    /// <param name="skipUnstorable">Whether to leave out values that cannot be stored instead of throwing.</param>
    public void CaptureViews(bool skipUnstorable)
    {
        for (var i = 0; i < _views?.Count; i++)
        {
            _views[i].CaptureChanges(skipUnstorable);
        }
    }

    /// <summary>Drops the changes in place, even if they cannot be stored.</summary>
    public void ForgetViews() => _views?.ForEach(static view => view.Forget());

    /// <summary>Replaces the stored values and discards all changes.</summary>
    /// <param name="stored">The values.</param>
    /// <param name="mayBeStale">Whether the values may be out of date.</param>
    public void Reset(SessionValues stored, bool mayBeStale = false)
    {
        _changes = null;
        IsCleared = false;
        MayBeStale = mayBeStale;
        Attach(stored);
    }

    /// <summary>Replaces the stored values and keeps the changes.</summary>
    public void Attach(SessionValues stored)
    {
        _stored = stored;
        _size = ToValues().Payload.Length;
        ChangeVersion++;
    }

    /// <summary>
    /// Replaces the stored values after a commit. A value that was merged with another request's keeps the form in which it was set here,
    /// because returned objects have it, and the next change is based on it.
    /// </summary>
    public void Accept(SessionValues stored)
    {
        var merged = _changes?.FindAll(
            change => change.Merge is not null && !SessionValues.AreEqual(change.Value, stored.Find(change.ValueKey)));
        Reset(stored.With(CollectionsMarshal.AsSpan(merged)));
    }

    /// <summary>Returns the current value of a key.</summary>
    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value)
    {
        var index = Find(key);
        var current = index >= 0 ? Changes[index].Value : GetStored(key);
        value = current.GetValueOrDefault();
        return current.HasValue;
    }

    /// <summary>Sets a key. A session that exceeds its limit already, because the limit was lowered, may still shrink.</summary>
    /// <exception cref="InvalidOperationException">The session would grow beyond its limit.</exception>
    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null) => Change(key, value, merge);

    /// <summary>Removes a key, if it exists.</summary>
    public void Remove(ValueKey key, SessionValueMerge? merge = null) => Change(key, null, merge);

    /// <summary>Removes all keys.</summary>
    public void Clear()
    {
        IsCleared = MayBeStale || _stored.Count > 0;
        _changes = null;
        _size = EmptySize;
        ChangeVersion++;
    }

    /// <summary>Returns the application's keys that have a value now.</summary>
    public List<string> GetKeys() => [.. ToValues().Select(static entry => entry.Key).Where(static key => !ReservedKeys.IsReserved(key))];

    /// <summary>Returns whether a key differs from what is stored.</summary>
    public bool IsKeyModified(ValueKey key)
    {
        if (!IsCleared)
        {
            return Find(key) >= 0;
        }

        var isStored = _stored.TryGet(key, out var stored);
        return TryGet(key, out var current) != isStored || !current.Span.SequenceEqual(stored.Span);
    }

    /// <summary>Returns the application's keys that differ from what is stored.</summary>
    public List<string> GetModifiedKeys()
    {
        var keys = GetChanges().Select(static change => change.Key);
        var all = IsCleared ? keys.Union(_stored.Select(static entry => entry.Key)) : keys;
        return [.. all.Where(key => !ReservedKeys.IsReserved(key) && IsKeyModified(key))];
    }

    /// <summary>Returns a copy of the changes, for an engine.</summary>
    public SessionValueChange[] GetChanges() => Changes.ToArray();

    /// <summary>
    /// Returns the values of a new record. If a value was changed in a record that is gone, only this request's additions are stored, or
    /// the whole value if it cannot be merged.
    /// </summary>
    public SessionValues ToNewValues()
    {
        if (IsCleared || _changes?.Exists(static change => change.Merge is { Base: not null }) is not true)
        {
            return ToValues();
        }

        var merged = MergedChanges.Create(_stored, new SessionChanges { Values = GetChanges(), ExpiresAt = default });
        return merged.RefusedKey is null ? _stored.With(merged.Values.Span) : ToValues();
    }

    /// <summary>Returns all current values.</summary>
    public SessionValues ToValues() => IsModified ? _stored.With(Changes, IsCleared) : _stored;

    private static int GetSize(ValueKey key, ReadOnlyMemory<byte>? value)
        => value is { Length: var length } ? PayloadFormat.GetEntrySize(key.Utf8Bytes.Length, length) : 0;

    private void Change(ValueKey key, ReadOnlyMemory<byte>? value, SessionValueMerge? merge)
    {
        var index = Find(key);
        var stored = GetStored(key);
        var current = index >= 0 ? Changes[index].Value : stored;
        if (SessionValues.AreEqual(current, value) && (index >= 0 || IsCleared || !MayBeStale))
        {
            return;
        }

        var size = _size + GetSize(key, value) - GetSize(key, current);
        if (size > maxSize && size > _size)
        {
            throw new InvalidOperationException(
                $"The session would take {size} bytes with the value of '{key.Text}' ({value?.Length} bytes), and its limit is {maxSize}. "
                + "Keep large data elsewhere and its id in the session, or raise TypedSessionsOptions.MaxSize, "
                + "and CookieEngineOptions.MaxCookies where the session is in cookies.");
        }

        if (MayBeStale || !SessionValues.AreEqual(stored, value))
        {
            SetChange(index, new SessionValueChange(key, value, merge), stored);
        }
        else if (index >= 0)
        {
            _changes!.RemoveAt(index);
        }

        _size = size;
        ChangeVersion++;
    }

    private void SetChange(int index, SessionValueChange change, ReadOnlyMemory<byte>? stored)
    {
        _changes ??= new(capacity: 1);
        if (change.Merge is { } merge)
        {
            // An earlier change of this request may have been made to values that were replaced since.
            merge.Base = index >= 0 && _changes[index].Merge is { } earlier ? earlier.Base : stored;
        }

        if (index >= 0)
        {
            _changes[index] = change;
        }
        else
        {
            _changes.Insert(~index, change);
        }
    }

    private ReadOnlyMemory<byte>? GetStored(ValueKey key)
        => IsCleared ? default(ReadOnlyMemory<byte>?) : _stored.Find(key);

    // Returns the index of a key's change, or the complement of the index at which to insert it.
    private int Find(ValueKey key) => Changes.BinarySearch(new KeyOrder(key.Utf8Bytes));

    private readonly struct KeyOrder(byte[] key) : IComparable<SessionValueChange>
    {
        public int CompareTo(SessionValueChange other) => key.AsSpan().SequenceCompareTo(other.Utf8Key.Span);
    }
}
