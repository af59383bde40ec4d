using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// What one request wants, and what is promised to become of it. Goes by what the request's code did and
/// not by what was sent to the engine. What becomes of its calls is in <c>PromisedRequest.Calls.cs</c>.
/// </summary>
internal sealed partial class PromisedRequest(Promises promises, TimeProvider clock)
{
    private readonly Dictionary<string, string?> _changes = [];
    private readonly List<PromisedEnd> _abandoned = [];

    // The session, or the closed copy that the request has found in its place.
    private PromisedSession? _session;
    private PromisedCopy? _copy;

    // Whether a session that continued from the copy was seen alive.
    private bool _isContinued;

    private Dictionary<string, string> _stored = [];
    private string? _storedOwner;
    private TimeSpan _storedWindow = Scene.IdleTimeout;
    private bool _clears;
    private bool _rotates;
    private bool _continues;
    private bool _signsIn;

    // Whether a user signs in where another one's session is, which takes its place and nothing of it.
    private bool _replaces;
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

    /// <summary>
    /// The values as the request has to see them; <see langword="null"/> where nothing is promised, because the session is gone.
    /// </summary>
    public string? View
    {
        get
        {
            var values = _clears ? [] : new Dictionary<string, string>(_stored);
            Apply(_changes, values);
            return IsGone ? null : Shown.Format(values);
        }
    }

    // A new id for a session that others have given one already: for an anonymous one, and for a user who signs in and is its owner.
    private bool CanContinue => _isContinued && (_copy!.Owner is null || (_signsIn && _copy.Owner == _owner));

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

    public void Rotate()
    {
        _rotates = _session is not null;
        if (_copy is not null && CanContinue)
        {
            StageContinuation(_copy);
        }
    }

    public void SignIn(string owner)
    {
        _signsIn = true;
        _owner = owner;
        if (_copy is not null && !CanContinue)
        {
            _copy = null;
        }
        else if (_storedOwner is not null && _storedOwner != owner)
        {
            _changes.Clear();
            (_replaces, _clears, _window) = (true, false, null);
            (_stored, _storedWindow) = ([], Scene.IdleTimeout);
        }

        Rotate();
    }

    public void EndAfter(TimeSpan window) => _window = window == _storedWindow ? null : window;

    public void Abandon()
    {
        if (_session is not null)
        {
            var owner = _storedOwner;
            _abandoned.Add(new PromisedEnd(Key, session => session.Owner == owner));
        }
        else if (_copy is not null)
        {
            _abandoned.Add(new PromisedEnd(Key, _ => false));
        }

        Forget();
        _session = null;
        _copy = null;
        _stored = [];
        _storedOwner = null;
        _storedWindow = Scene.IdleTimeout;
        IsGone = false;
    }

    /// <summary>What an administrator does: whoever has the session, it ends.</summary>
    public void EndAll(SessionKey key)
    {
        _isLoaded = true;
        _abandoned.Add(new PromisedEnd(key, _ => true));
    }

    /// <summary>A commit has returned, so nothing may be left to store.</summary>
    public void WasCommitted()
    {
        GiveUpOvertaken();
        if (_continuation is var (key, session))
        {
            Assert.True(_isContinued, "A session continued from a copy, and the one that took its place is not alive.");
            _continuation = null;
            Forget();
            GoOnFrom(key, session);
        }

        if (_copy is not null && Begins)
        {
            Lose();
        }

        var isStored = _changes.Count == 0 && !_clears && !_rotates && !_continues && _window is null && _owner is null && !Begins;
        Assert.True(
            isStored || IsGone || (_session is null && !Begins && !_continues), "A commit has returned, and not everything is stored.");
        Assert.True(_abandoned.Count == 0 || IsGone, "A commit has returned, and a session that was abandoned is still there.");
        Forget();
    }

    // What is there when it is committed counts, and not what was once set.
    private bool Begins
        => _session is null && !_continues && (_owner is not null || _changes.Values.Any(static value => value is not null));

    // The copy's values, with the request's own changes on top.
    private void StageContinuation(PromisedCopy copy)
    {
        _continues = true;
        _stored = new(copy.Values);
        _storedWindow = copy.Window;
    }

    private void GoOnFrom(SessionKey key, PromisedSession session)
    {
        Key = key;
        _session = session;
        _copy = null;
        _stored = new(session.Values);
        _storedOwner = session.Owner;
        _storedWindow = session.Window;
    }

    private void Lose()
    {
        IsGone = true;
        Telling = Telling.Nothing;
    }

    private void Forget()
    {
        _changes.Clear();
        _clears = false;
        _rotates = false;
        _continues = false;
        _signsIn = false;
        _replaces = false;
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
