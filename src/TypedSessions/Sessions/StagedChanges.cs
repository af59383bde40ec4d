namespace TypedSessions.Sessions;

/// <summary>
/// The keys of a session that were set or removed, each once, in ordinal order. Nearly always they are few, so an array holds them.
/// </summary>
internal sealed class StagedChanges
{
    private SessionValueChange[] _changes = [];
    private bool _isHandedOut;

    public int Count { get; private set; }

    public ReadOnlySpan<SessionValueChange> All => _changes.AsSpan(0, Count);

    public bool Contains(string key) => PlaceOf(key) >= 0;

    /// <summary>What is staged for a key: its new value, or <see langword="null"/> where the key goes.</summary>
    /// <returns>Whether anything is.</returns>
    public bool TryGet(string key, out ReadOnlyMemory<byte>? value)
    {
        var place = PlaceOf(key);
        value = place >= 0 ? _changes[place].Value : null;
        return place >= 0;
    }

    public void Set(SessionValueChange change)
    {
        var place = PlaceOf(change.Key);
        if (place >= 0)
        {
            TakeBack(Count);
            _changes[place] = change;
            return;
        }

        TakeBack(Count + 1);
        _changes.AsSpan(~place, Count - ~place).CopyTo(_changes.AsSpan(~place + 1));
        _changes[~place] = change;
        Count++;
    }

    public void Remove(string key)
    {
        var place = PlaceOf(key);
        if (place >= 0)
        {
            TakeBack(Count);
            Count--;
            _changes.AsSpan(place + 1, Count - place).CopyTo(_changes.AsSpan(place));
            _changes[Count] = default;
        }
    }

    /// <summary>All of them, for somebody who keeps them: later changes do not show there.</summary>
    public SessionValueChange[] HandOut()
    {
        if (Count < _changes.Length)
        {
            return All.ToArray();
        }

        _isHandedOut = true;
        return _changes;
    }

    // An array that is large enough and our own.
    private void TakeBack(int size)
    {
        if (_isHandedOut || size > _changes.Length)
        {
            Array.Resize(ref _changes, size <= _changes.Length ? _changes.Length + 1 : Math.Max(1, _changes.Length * 2));
            _isHandedOut = false;
        }
    }

    // Where the key is, or the complement of where it would be.
    private int PlaceOf(string key)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_changes[middle].Key, key);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }
}
