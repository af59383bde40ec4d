using System.Text;
using System.Text.Json;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The session as models see it.</summary>
internal sealed partial class Session : IValueStore
{
    // One object of each type, so that all code sees what was changed in place. Most requests use one type.
    private object[] _objects = [];

    /// <summary>
    /// Gets or sets whether values that cannot be stored are left as they are stored:
    /// the application received the exception, and answers the request.
    /// </summary>
    public bool SkipsUnstorable { get; set; }

    ISession IValueStore.Session => this;

    int IValueStore.ChangeVersion => _state.Values.Stamp;

    bool IValueStore.StoresEqualValues => _state.Values.MayBeStale;

    bool IValueStore.ChecksEachValue => _services.Options.ChecksEachValue;

    JsonSerializerOptions? IValueStore.JsonSerializerOptions => _services.Options.JsonSerializerOptions;

    /// <inheritdoc/>
    public bool TryGet(string key, out ReadOnlyMemory<byte> value)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Access().Values.TryGet(key, out value);
    }

    /// <summary>Sets one of the library's own keys.</summary>
    public void SetReserved(string key, ReadOnlyMemory<byte> value)
    {
        var state = Change();
        _guards.ThrowIfTooLateToBegin();
        state.Values.Set(key, value);
    }

    /// <summary>Makes changes of what was changed in place.</summary>
    public void CaptureViews() => _state.CaptureViews(SkipsUnstorable);

    void IValueStore.Set(string key, ReadOnlyMemory<byte> value) => SetOwned(key, value);

    bool IValueStore.IsModified(string key) => Access().Values.IsKeyModified(key);

    void IValueStore.Track(ITrackedView view)
    {
        _state.Track(view);
        _channel.OnTracked();
    }

    void IValueStore.ReportUnreadable(string key, Exception exception)
    {
        if (_services.IsFirstUnreadable(key))
        {
            _services.Log.UnreadableValue(exception, _state.Token.Key, key);
        }

        _services.Metrics.ValueWasUnreadable();
    }

    void IValueStore.ReportAmbiguous(string key)
    {
        if (_services.IsFirstUnreadable(key))
        {
            _services.Log.AmbiguousValue(_state.Token.Key, key);
        }
    }

    T IValueStore.GetOrAdd<T>(Func<ISession, T> create)
    {
        foreach (var item in _objects)
        {
            if (item is T found)
            {
                return found;
            }
        }

        var created = create(this);
        _objects = [.. _objects, created];
        return created;
    }

    // The caller gives the bytes away and does not change them any more.
    private void SetOwned(string key, ReadOnlyMemory<byte> value)
    {
        ThrowIfTooLong(key);
        ReservedKeys.ThrowIfReserved(key);
        SetReserved(key, value);
    }

    private static void ThrowIfTooLong(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var length = Ascii.IsValid(key) ? key.Length : SessionValues.EncodeKey(key).Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(key), $"A session key takes at most {ushort.MaxValue} bytes in UTF-8, and this one takes {length}.");
        }
    }
}
