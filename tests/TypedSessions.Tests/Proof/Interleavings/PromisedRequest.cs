using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>What one request wants, and what is promised to become of it. Goes by what the request's code did and not by what was sent to the engine.</summary>
internal sealed class PromisedRequest(Promises promises, TimeProvider clock)
{
    private readonly Dictionary<string, string?> _changes = [];
    private readonly List<SessionKey> _abandoned = [];

    private PromisedSession? _session;
    private Dictionary<string, string> _stored = [];
    private string? _storedOwner;
    private TimeSpan _storedWindow = Scene.IdleTimeout;
    private bool _clears;
    private bool _rotates;
    private string? _owner;
    private TimeSpan? _window;

    /// <summary>What the response has to say of the cookie.</summary>
    public Telling Telling { get; private set; } = Telling.Nothing;

    /// <summary>The session that the response speaks of.</summary>
    public SessionKey Key { get; private set; }

    /// <summary>Whether the session had ended before the request could store anything in it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>The place among all writes of the one that stored the session of which the response speaks.</summary>
    public int Write { get; private set; }

    /// <summary>The place of the last one: after it the session that was abandoned is gone.</summary>
    public int LastWrite { get; private set; }

    /// <summary>The values as the request has to see them; <see langword="null"/> where nothing is promised, because the session is gone.</summary>
    public string? View
    {
        get
        {
            var values = _clears ? [] : new Dictionary<string, string>(_stored);
            Apply(_changes, values);
            return IsGone ? null : Shown.Of(values);
        }
    }

    public void Set(string key, string value)
    {
        _changes[key] = value;
    }

    public void Remove(string key)
    {
        _changes.Remove(key);
        if (!_clears && _stored.ContainsKey(key))
        {
            _changes[key] = null;
        }
    }

    public void Clear()
    {
        _changes.Clear();
        _clears = _stored.Count > 0;
    }

    public void Rotate() => _rotates = _session is not null;

    public void SignIn(string owner)
    {
        if (_storedOwner is not null && _storedOwner != owner)
        {
            Abandon();
        }

        _owner = owner;
        Rotate();
    }

    public void EndAfter(TimeSpan window) => _window = window == _storedWindow ? null : window;

    public void Abandon()
    {
        if (_session is not null)
        {
            _abandoned.Add(Key);
        }

        Forget();
        _session = null;
        _stored = [];
        _storedOwner = null;
        _storedWindow = Scene.IdleTimeout;
        IsGone = false;
    }

    public void WasLoaded(SessionKey key)
    {
        if (_session is null && promises.Find(key) is { } session)
        {
            GoOnFrom(key, session);
        }
    }

    public void WasCreated(SessionKey key, DateTimeOffset asked)
    {
        Assert.True(Begins, "A session was created for which nobody asked.");
        var session = new PromisedSession { Window = Scene.IdleTimeout };
        promises.Begin(key, session);
        Commit(key, session, asked);
        Telling = Telling.Send;
    }

    public void WasUpdated(SessionKey key, DateTimeOffset asked)
    {
        Assert.False(_rotates, "The session keeps its id, and was to get a new one.");
        if (Survives(key) is { } session)
        {
            Commit(key, session, asked);
            Telling = session.Expires <= clock.GetUtcNow() ? Telling.TakeBack : Telling is Telling.Send ? Telling : Telling.MaySend;
        }
    }

    public void WasRotated(SessionKey key, SessionKey newKey, DateTimeOffset asked)
    {
        Assert.True(_rotates, "The session got a new id for which nobody asked.");
        promises.Keys.Add(newKey);
        if (Survives(key) is { } session)
        {
            promises.Move(key, newKey, session);
            Commit(newKey, session, asked);
            Telling = Telling.Send;
        }
    }

    public void WasRemoved(SessionKey key)
    {
        Assert.True(_abandoned.Remove(key), "A session was removed that nobody abandoned.");
        promises.End(key);
        LastWrite = ++promises.Writes;
        Telling = _session is null ? Telling.TakeBack : Telling;
    }

    /// <summary>A commit has returned, so nothing may be left to store.</summary>
    public void WasCommitted()
    {
        var isStored = _changes.Count == 0 && !_clears && !_rotates && _window is null && _owner is null && !Begins;
        Assert.True(isStored || IsGone || (_session is null && !Begins), "A commit has returned, and not everything is stored.");
        Assert.True(_abandoned.Count == 0 || IsGone, "A commit has returned, and a session that was abandoned is still there.");
        Forget();
    }

    private bool Begins => _session is null && (_owner is not null || _changes.Values.Any(static value => value is not null));

    private PromisedSession? Survives(SessionKey key)
    {
        LastWrite = ++promises.Writes;
        if (promises.Find(key) is not { } session)
        {
            IsGone = true;
            Telling = Telling.Nothing;
            return null;
        }

        return session;
    }

    private void Commit(SessionKey key, PromisedSession session, DateTimeOffset asked)
    {
        Write = LastWrite = ++promises.Writes;
        if (_clears)
        {
            session.Values.Clear();
        }

        Apply(_changes, session.Values);
        session.Owner = _owner ?? session.Owner;

        // Who only renews does not undo the other expiry that somebody has set meanwhile.
        if (_window is not null || session.Window == _storedWindow)
        {
            session.Window = _window ?? session.Window;
            session.Expires = asked + session.Window;
        }

        Forget();
        GoOnFrom(key, session);
    }

    private void GoOnFrom(SessionKey key, PromisedSession session)
    {
        Key = key;
        _session = session;
        _stored = new(session.Values);
        _storedOwner = session.Owner;
        _storedWindow = session.Window;
    }

    private void Forget()
    {
        _changes.Clear();
        _clears = false;
        _rotates = false;
        _owner = null;
        _window = null;
    }

    private static void Apply(Dictionary<string, string?> changes, Dictionary<string, string> values)
    {
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                values.Remove(key);
            }
            else
            {
                values[key] = value;
            }
        }
    }
}

/// <summary>What a response says of the cookie.</summary>
internal enum Telling
{
    /// <summary>Nothing.</summary>
    Nothing,

    /// <summary>Nothing, or the session's token once more, because it lives longer now.</summary>
    MaySend,

    /// <summary>The session's token.</summary>
    Send,

    /// <summary>That the cookie is to be deleted.</summary>
    TakeBack,
}
