using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>
/// The operations of a request and their promised results, computed from the request's code and not from its engine calls.
/// <c>PromisedRequest.Calls.cs</c> contains the results of the engine calls.
/// </summary>
internal sealed partial class PromisedRequest(Promises promises, TimeProvider clock)
{
    private readonly Dictionary<string, PromisedChange> _changes = [];
    private readonly List<PromisedEnd> _abandoned = [];

    // The session, or the closed copy that the request has loaded instead.
    private PromisedSession? _session;
    private PromisedCopy? _copy;

    // Whether a session that continued from the copy was alive when it was loaded.
    private bool _isContinued;

    private Dictionary<string, string> _stored = [];
    private string? _storedOwner;
    private TimeSpan _storedWindow = Scenario.IdleTimeout;
    private bool _clears;
    private bool _rotates;
    private bool _continues;
    private bool _signsIn;

    // Whether a user signs in on another user's session, which a new session without its values replaces.
    private bool _replaces;
    private string? _owner;
    private TimeSpan? _window;

    /// <summary>The cookie that the response must contain.</summary>
    public ExpectedCookie ExpectedCookie { get; private set; } = ExpectedCookie.None;

    /// <summary>The session of the response's cookie.</summary>
    public SessionKey Key { get; private set; }

    /// <summary>Whether the session had ended before the request could store anything in it.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Whether the request has changed a part of a value.</summary>
    public bool HasMerged { get; private set; }

    /// <summary>The position, among all writes, of the one that stored the session of the response's cookie.</summary>
    public int Write { get; private set; }

    /// <summary>The position of the last write: after it, an abandoned session is gone.</summary>
    public int LastWrite { get; private set; }

    /// <summary>
    /// The values that the request must read; <see langword="null"/> if the session is gone and nothing is promised.
    /// </summary>
    public string? View
    {
        get
        {
            var values = _clears ? [] : new Dictionary<string, string>(_stored);
            ShowChanges(_changes, values);
            return IsGone ? null : ResultFormatter.Format(values);
        }
    }

    // Whether a session that another request has rotated may be rotated again: if it is anonymous or if its owner signs in.
    private bool CanContinue => _isContinued && (_copy!.Owner is null || (_signsIn && _copy.Owner == _owner));

    public void Set(string key, string value)
    {
        _changes[key] = PromisedChange.To(value);
    }

    /// <summary>Changes a part of a value and preserves the changes that other requests make to its other parts.</summary>
    public void Merge(string key, Func<string?, string> change)
    {
        HasMerged = true;
        var earlier = _changes.GetValueOrDefault(key);
        var current = earlier is not null ? earlier.Value : _clears ? null : _stored.GetValueOrDefault(key);
        if (change(current) is var next && next != (current ?? ""))
        {
            _changes[key] = new PromisedChange(next, stored => change(earlier is null ? stored : earlier.Apply(stored)));
        }
    }

    public void Remove(string key)
    {
        _changes.Remove(key);
        if (!_clears && _stored.ContainsKey(key))
        {
            _changes[key] = PromisedChange.To(null);
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
            (_stored, _storedWindow) = ([], Scenario.IdleTimeout);
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
        _storedWindow = Scenario.IdleTimeout;
        IsGone = false;
    }

    /// <summary>Ends the session of any owner, as an administrator does.</summary>
    public void EndAll(SessionKey key)
    {
        _isLoaded = true;
        _abandoned.Add(new PromisedEnd(key, _ => true));
    }

    /// <summary>Asserts after a commit that no change is pending.</summary>
    public void WasCommitted()
    {
        GiveUpOvertaken();
        if (_continuation is var (key, session))
        {
            Assert.True(_isContinued, "A session continued from a copy, and the one that took its place is not alive.");
            _continuation = null;
            Accept(key, session);
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

    // The commit stores the current values, not those that were set earlier.
    private bool Begins
        => _session is null && !_continues && (_owner is not null || _changes.Values.Any(static change => change.Value is not null));

    // The copy's values with the request's own changes.
    private void StageContinuation(PromisedCopy copy)
    {
        _continues = true;
        _stored = new(copy.Values);
        _storedWindow = copy.Window;
    }

    private void ContinueFrom(SessionKey key, PromisedSession session)
    {
        Key = key;
        _session = session;
        _copy = null;
        _stored = new(session.Values);
        _storedOwner = session.Owner;
        _storedWindow = session.Window;
    }

    // The request still reads a merged value as it has set it.
    private void Accept(SessionKey key, PromisedSession session)
    {
        var changes = _changes.ToArray();
        Forget();
        ContinueFrom(key, session);
        ShowChanges(changes, _stored);
    }

    private void Lose()
    {
        IsGone = true;
        ExpectedCookie = ExpectedCookie.None;
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

    private static void ShowChanges(IEnumerable<KeyValuePair<string, PromisedChange>> changes, Dictionary<string, string> values)
    {
        foreach (var (key, change) in changes)
        {
            Set(values, key, change.Value);
        }
    }

    private static void Set(Dictionary<string, string> values, string key, string? value)
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

/// <summary>The expected cookie of a response.</summary>
internal enum ExpectedCookie
{
    /// <summary>No cookie.</summary>
    None,

    /// <summary>No cookie, or the session's token with a new lifetime.</summary>
    MaySet,

    /// <summary>The session's token.</summary>
    Set,

    /// <summary>A deletion.</summary>
    Delete,
}
