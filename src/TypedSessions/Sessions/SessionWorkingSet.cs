using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace TypedSessions.Sessions;

/// <summary>
/// The values of a session while it is used: what is stored, and on top of it what was set and removed. A key that is put back to what is
/// stored is no change.
/// </summary>
internal sealed class SessionWorkingSet(int maxSize)
{
    // A null value removes the key. Without the keys that are as they are stored,
    // unless everything stored is cleared. Made when something changes.
    private StagedChanges? _changes;

    private SessionValues _stored = SessionValues.Empty;
    private bool _cleared;

    // Whether an engine has the changes and has not answered.
    private bool _isHandedOut;
    private int _size = SessionValues.Empty.Payload.Length;

    /// <summary>Grows with every change of a value.</summary>
    public int Stamp { get; private set; }

    public bool IsModified => _cleared || _changes is { Count: > 0 };

    public bool IsCleared => _cleared;

    /// <summary>Whether any key has a value, the library's own keys included.</summary>
    public bool HasValues => _size > SessionValues.Empty.Payload.Length;

    /// <summary>Whether what was loaded may differ from what is stored.</summary>
    public bool MayBeStale { get; private set; }

    // Otherwise a key that is set to what was loaded, or removed where nothing was, may still differ from what is stored.
    private bool IsStoredKnown => !MayBeStale && !_isHandedOut;

    /// <summary>Starts over from stored values, without changes.</summary>
    /// <param name="stored">The values.</param>
    /// <param name="mayBeStale">Whether they may be out of date. Then every key that is set or removed is a change, even if its value is
    /// equal.</param>
    public void Reset(SessionValues stored, bool mayBeStale = false)
    {
        _stored = stored;
        MayBeStale = mayBeStale;
        _changes = null;
        _cleared = false;
        _isHandedOut = false;
        _size = stored.Payload.Length;
        Stamp++;
    }

    /// <summary>
    /// Replaces the stored values. The changes that were made stay, on top of them, and so does the clearing before them.
    /// </summary>
    public void Attach(SessionValues stored)
    {
        _stored = stored;
        _isHandedOut = false;
        _size = ToValues().Payload.Length;
        Stamp++;
    }

    public bool TryGet(string key, out ReadOnlyMemory<byte> value)
    {
        if (_changes is not null && _changes.TryGet(key, out var changed))
        {
            value = changed.GetValueOrDefault();
            return changed.HasValue;
        }

        return TryGetStored(key, out value);
    }

    /// <summary>
    /// Sets a key. A session that is over its limit already, because others added to it or the limit was lowered, may still shrink.
    /// </summary>
    /// <exception cref="InvalidOperationException">The session would grow beyond its limit.</exception>
    public void Set(string key, ReadOnlyMemory<byte> value)
    {
        var stored = Stored(key);
        var current = Current(key, stored);
        if (AreEqual(current, value) && (!MayBeStale || IsChanged(key)))
        {
            return;
        }

        var size = _size + SizeOf(key, value.Length) - (current is { Length: var length } ? SizeOf(key, length) : 0);
        if (size > maxSize && size > _size)
        {
            ThrowTooLarge(key, value.Length, size);
        }

        if (IsStoredKnown && AreEqual(stored, value))
        {
            _changes?.Remove(key);
        }
        else
        {
            Change(key, value);
        }

        _size = size;
        Stamp++;
    }

    public void Remove(string key)
    {
        var stored = Stored(key);
        var current = Current(key, stored);
        if (current is null && (!MayBeStale || _cleared || IsChanged(key)))
        {
            return;
        }

        if (!IsStoredKnown || stored is not null)
        {
            Change(key, null);
        }
        else
        {
            _changes?.Remove(key);
        }

        _size -= current is { Length: var length } ? SizeOf(key, length) : 0;
        Stamp++;
    }

    public void Clear()
    {
        _cleared = !IsStoredKnown || _stored.Count > 0;
        _changes = null;
        _size = SessionValues.Empty.Payload.Length;
        Stamp++;
    }

    /// <summary>The user's keys, at this moment: what is enumerated does not move when something is removed or set.</summary>
    public List<string> GetKeys()
    {
        var keys = new List<string>();
        foreach (var (key, _) in _stored)
        {
            if (!_cleared && !IsChanged(key))
            {
                keys.Add(key);
            }
        }

        foreach (var change in Changes)
        {
            if (change.Value.HasValue)
            {
                keys.Add(change.Key);
            }
        }

        keys.RemoveAll(IsReserved);
        return keys;
    }

    /// <summary>Whether a key differs from what is stored.</summary>
    public bool IsKeyModified(string key)
        => _cleared ? !AsStored(key) : IsChanged(key);

    /// <summary>The user's keys that differ from what is stored.</summary>
    public List<string> GetModifiedKeys()
    {
        var keys = new List<string>();
        foreach (var change in Changes)
        {
            keys.Add(change.Key);
        }

        if (_cleared)
        {
            keys.AddRange(_stored.Select(entry => entry.Key).Where(key => !IsChanged(key)));
            keys.RemoveAll(AsStored);
        }

        keys.RemoveAll(IsReserved);
        return keys;
    }

    /// <summary>
    /// An engine is about to get the changes, and may have stored them where it fails: until <see
    /// cref="Rebase"/> or <see cref="TakeBack"/> they stay changes, whatever is done to their keys.
    /// </summary>
    public void HandOut() => _isHandedOut = true;

    /// <summary>The engine has stored none of them.</summary>
    public void TakeBack() => _isHandedOut = false;

    /// <summary>The changes, as an engine wants them.</summary>
    public SessionValueChange[] GetChanges() => _changes?.HandOut() ?? [];

    /// <summary>All that would be stored in a new record.</summary>
    public SessionValues ToValues() => IsModified ? _stored.With(GetChanges(), _cleared) : _stored;

    /// <summary>Goes on from what a commit has stored.</summary>
    /// <param name="stored">What the engine says is stored now.</param>
    /// <param name="isMerged">Whether it holds more than what was known here.</param>
    public void Rebase(SessionValues stored, bool isMerged)
    {
        var stamp = Stamp;
        Reset(stored);
        Stamp = isMerged ? Stamp : stamp;
    }

    private ReadOnlySpan<SessionValueChange> Changes => _changes is null ? [] : _changes.All;

    private bool IsChanged(string key) => _changes?.Contains(key) ?? false;

    private void Change(string key, ReadOnlyMemory<byte>? value)
        => (_changes ??= new StagedChanges()).Set(new SessionValueChange(key, value));

    private static bool IsReserved(string key) => key.StartsWith(ReservedKeys.Prefix, StringComparison.Ordinal);

    private static int SizeOf(string key, int valueLength) => PayloadWriter.SizeOf(Encoding.UTF8.GetByteCount(key), valueLength);

    private bool TryGetStored(string key, out ReadOnlyMemory<byte> value)
    {
        value = default;
        return !_cleared && _stored.TryGet(key, out value);
    }

    // Not null, which would become an empty value.
    private ReadOnlyMemory<byte>? Stored(string key) => TryGetStored(key, out var value) ? value : default(ReadOnlyMemory<byte>?);

    private ReadOnlyMemory<byte>? Current(string key, ReadOnlyMemory<byte>? stored)
        => _changes is not null && _changes.TryGet(key, out var changed) ? changed : stored;

    private static bool AreEqual(ReadOnlyMemory<byte>? left, ReadOnlyMemory<byte> right)
        => left is { } value && value.Span.SequenceEqual(right.Span);

    private bool AsStored(string key)
    {
        var wasThere = _stored.TryGet(key, out var stored);
        return TryGet(key, out var current) == wasThere && current.Span.SequenceEqual(stored.Span);
    }

    [DoesNotReturn]
    private void ThrowTooLarge(string key, int valueLength, int size) => throw new InvalidOperationException(
        $"The session would take {size} bytes with the value of '{key}' ({valueLength} bytes), and its limit is {maxSize}. " +
        "Keep large data elsewhere and its id in the session, or raise TypedSessionsOptions.MaxSize, and CookieEngineOptions.MaxCookies where the session is in cookies.");
}
