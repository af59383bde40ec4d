namespace TypedSessions.Sessions;

/// <summary>The flash values that a request has read, which its response removes.</summary>
internal sealed class FlashValues
{
    private readonly List<ValueKey> _read = [];
    private readonly HashSet<string> _kept = new(StringComparer.Ordinal);

    /// <summary>Gets whether there is a value to remove.</summary>
    public bool HasRead => _read.Count > 0;

    /// <summary>Marks a value as read.</summary>
    public void MarkRead(ValueKey key)
    {
        if (!_kept.Contains(key.Text))
        {
            _read.Add(key);
        }
    }

    /// <summary>Keeps a value for a later request, whether or not this one reads it.</summary>
    public void Keep(ValueKey key)
    {
        _kept.Add(key.Text);
        _read.RemoveAll(read => read.Text == key.Text);
    }

    /// <summary>Removes the values that were read, except those that the request has set since.</summary>
    public void RemoveRead(PendingChanges values)
    {
        foreach (var key in _read)
        {
            if (!values.IsKeyModified(key))
            {
                values.Remove(key, new FlashRemoval());
            }
        }

        _read.Clear();
    }

    // Another request may have set a new value since this one was read.
    private sealed class FlashRemoval : SessionValueMerge
    {
        internal override MergedValue Merge(ReadOnlyMemory<byte>? mine, ReadOnlyMemory<byte>? theirs) => new(theirs);
    }
}
