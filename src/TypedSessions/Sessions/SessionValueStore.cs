using System.Text.Json;
using TypedSessions.Diagnostics;

namespace TypedSessions.Sessions;

/// <summary>The values of a session, for models.</summary>
internal sealed class SessionValueStore(Session session, SessionServices services, ISessionChannel channel, SessionState state)
    : IValueStore
{
    // One object of each type, so that all code shares changes in place. Most requests use one type.
    private object[] _objects = [];
    private FlashValues? _flash;

    /// <inheritdoc/>
    public ISession Session => session;

    /// <inheritdoc/>
    public int ChangeVersion => state.Values.ChangeVersion;

    /// <inheritdoc/>
    public DateTimeOffset Now => services.Now;

    /// <inheritdoc/>
    public bool StoreEqualValues => state.Values.MayBeStale;

    /// <inheritdoc/>
    public bool VerifyValues => services.Options.VerifyValues;

    /// <inheritdoc/>
    public JsonSerializerOptions? JsonSerializerOptions => services.Options.JsonSerializerOptions;

    /// <inheritdoc/>
    public IEnumerable<string> ModifiedKeys => session.Access().Values.GetModifiedKeys();

    /// <summary>Gets the key of the loaded session, without counting as a use.</summary>
    public SessionKey SessionKey => state.Token.Key;

    /// <summary>
    /// Gets or sets whether changes in place that cannot be stored are left out, because the application has received the exception and
    /// still sends its response.
    /// </summary>
    public bool SkipUnstorable { get; set; }

    /// <summary>
    /// Gets or sets the keys of the models that have a prefix, if a connection has found them at its handshake; otherwise
    /// <see langword="null"/>.
    /// </summary>
    public IReadOnlyDictionary<object, PrefixedKeys?>? PrefixedKeys { get; set; }

    /// <inheritdoc/>
    public PrefixedKeys? FindKeys(object model)
        => PrefixedKeys is { } known ? known.GetValueOrDefault(model)
            : services.Prefixes.Count > 0 && services.Prefixes.TryGetValue(model, out var prefix) ? prefix.FindKeys(channel.Services)
            : null;

    /// <inheritdoc/>
    public bool TryGet(ValueKey key, out ReadOnlyMemory<byte> value) => session.Access().Values.TryGet(key, out value);

    /// <inheritdoc/>
    public void Set(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null)
    {
        key.ThrowIfMalformed();
        if (key.Utf8Bytes.Length > ushort.MaxValue)
        {
            throw new ArgumentOutOfRangeException(
                nameof(key),
                $"The session key has {key.Utf8Bytes.Length} bytes in UTF-8. Use a key of at most {ushort.MaxValue} bytes.");
        }

        ReservedKeys.ThrowIfReserved(key.Text);
        SetReserved(key, value, merge);
    }

    /// <summary>Sets a reserved key.</summary>
    public void SetReserved(ValueKey key, ReadOnlyMemory<byte> value, SessionValueMerge? merge = null)
        => session.Change(mayBegin: true).Values.Set(key, value, merge);

    /// <inheritdoc/>
    public void Remove(ValueKey key, SessionValueMerge? merge = null) => session.Change().Values.Remove(key, merge);

    /// <inheritdoc/>
    public bool IsModified(ValueKey key) => session.Access().Values.IsKeyModified(key);

    /// <inheritdoc/>
    public void Track(ITrackedView view)
    {
        state.Values.Track(view);
        channel.OnTracked();
    }

    /// <summary>Gets whether flash values were read, which the response removes.</summary>
    public bool HasReadFlash => _flash is { HasRead: true };

    /// <inheritdoc/>
    public void MarkRead(ValueKey key) => (_flash ??= new()).MarkRead(key);

    /// <inheritdoc/>
    public void Keep(ValueKey key) => (_flash ??= new()).Keep(key);

    /// <summary>Removes the flash values that were read. While a commit is in progress they stay, and are shown once more.</summary>
    public void RemoveReadFlash()
    {
        if (state is { Status: SessionStatus.Stored or SessionStatus.Continuing, IsCommitting: false })
        {
            _flash?.RemoveRead(state.Values);
        }
    }

    /// <summary>Sets the values that were changed in place.</summary>
    public void CaptureViews() => state.Values.CaptureViews(SkipUnstorable);

    /// <inheritdoc/>
    public T GetOrAdd<T>(Func<ISession, T> create)
        where T : class
    {
        foreach (var item in _objects)
        {
            if (item is T found)
            {
                return found;
            }
        }

        var created = create(session);
        _objects = [.. _objects, created];
        return created;
    }

    /// <inheritdoc/>
    public void ReportUnreadable(string key, Exception exception)
    {
        if (services.IsFirstUnreadable(key))
        {
            services.Log.UnreadableValue(exception, state.Token.Key, key);
        }

        services.Metrics.ValueWasUnreadable();
    }

    /// <inheritdoc/>
    public void ReportAmbiguous(string key)
    {
        if (services.IsFirstUnreadable(key))
        {
            services.Log.AmbiguousValue(state.Token.Key, key);
        }
    }
}
