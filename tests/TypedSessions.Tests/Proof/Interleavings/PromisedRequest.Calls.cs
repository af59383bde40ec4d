using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.Interleavings;

/// <summary>The required result of each engine call, given its position among all calls.</summary>
internal sealed partial class PromisedRequest
{
    private bool _isLoaded;

    // Whether a rotation has failed because another request was first.
    private bool _isOvertaken;

    // The key of the copy and the session that has just continued from it, which remains if the copy's successor is alive.
    private SessionKey _copyKey;
    private (SessionKey Key, PromisedSession Session)? _continuation;

    // The running removal.
    private PromisedEnd? _end;

    public void WasLoaded(SessionKey key)
    {
        if (!_isLoaded)
        {
            _isLoaded = true;
            WasFound(key);
        }
        else
        {
            var session = promises.Find(key);
            _isContinued |= session is not null && key != _copyKey && promises.Replacement(_copyKey) == key;
            if (_end is { } end && promises.Chain(end.Key).Contains(key))
            {
                end.IsPartial |= session is null ? promises.HasEnded(key) : !end.MayEnd(session);
            }
        }
    }

    public void WasCreated(SessionKey key, DateTimeOffset asked)
    {
        GiveUpOvertaken();
        Assert.True(Begins, "A session was created without a request for it.");
        var session = new PromisedSession { Window = Scenario.IdleTimeout };
        promises.Begin(key, session);
        Commit(key, session, asked);
        ExpectedCookie = ExpectedCookie.Set;
    }

    public void WasUpdated(SessionKey key, DateTimeOffset asked)
    {
        Assert.False(_rotates, "The session keeps its id, and was to get a new one.");
        LastWrite = ++promises.Writes;
        if (promises.Find(key) is not { } session)
        {
            Lose();
            return;
        }

        Commit(key, session, asked);
        ExpectedCookie = session.ExpiresAt <= clock.GetUtcNow() ? ExpectedCookie.Delete
            : ExpectedCookie is ExpectedCookie.Set ? ExpectedCookie : ExpectedCookie.MaySet;
    }

    public void WasRotated(SessionKey key, SessionKey newKey, DateTimeOffset asked)
    {
        Assert.True(_rotates || _continues, "The session got a new id without a request for it.");
        promises.Keys.Add(newKey);
        LastWrite = ++promises.Writes;
        if (_copy is not null)
        {
            Continue(_copy, key, newKey, asked);
        }
        else if (_replaces)
        {
            Replace(key, newKey, asked);
        }
        else if (promises.Find(key) is { } session)
        {
            promises.Move(key, newKey, session);
            Commit(newKey, session, asked);
            ExpectedCookie = ExpectedCookie.Set;
        }
        else if (promises.FindCopy(key) is { } copy)
        {
            (_copy, _copyKey, _isContinued, _isOvertaken) = (copy, key, false, true);
        }
        else
        {
            LoseRotation();
        }
    }

    public void WasRemoved(SessionKey key)
    {
        LastWrite = ++promises.Writes;
        if (key == _continuation?.Key)
        {
            Assert.False(_isContinued, "A session did not continue from a copy, although the one that took its place is alive.");
            promises.End(key);
            _continuation = null;
            LoseRotation();
        }
        else if (_abandoned.Find(end => end.Key == key) is { } abandoned)
        {
            _abandoned.Remove(abandoned);
            _end = abandoned;
            promises.Ends.Add(abandoned);
            promises.End(key);
            ExpectedCookie = _session is null ? ExpectedCookie.Delete : ExpectedCookie;
        }
        else
        {
            Assert.True(_end is not null && promises.Chain(_end.Key).Contains(key), "A session was removed that was not abandoned.");
            Assert.True(promises.Find(key) is not { } session || _end.MayEnd(session), "A session was removed that is another user's.");
            promises.End(key);
        }
    }

    private void WasFound(SessionKey key)
    {
        Key = key;
        if (promises.Find(key) is { } session)
        {
            ContinueFrom(key, session);
        }
        else
        {
            (_copy, _copyKey) = (promises.FindCopy(key), key);
        }
    }

    private void Continue(PromisedCopy copy, SessionKey key, SessionKey newKey, DateTimeOffset asked)
    {
        Assert.True(CanContinue, "A session continued from a copy that is dead, or another user's.");
        _isOvertaken = false;
        _session = null;
        if (promises.FindCopy(key) is null || copy.Successors.Count == PromisedCopy.MaxSuccessors)
        {
            LoseRotation();
            return;
        }

        // The new session has its own expiration: set by the request, or taken from the previous session.
        var session = new PromisedSession { Values = new(copy.Values), Owner = copy.Owner, Window = copy.Window };
        _storedWindow = copy.Window;
        copy.Successors.Add(newKey);
        promises.Begin(newKey, session);
        (_continuation, _isContinued) = ((newKey, session), false);
        Store(session, asked);
        ExpectedCookie = ExpectedCookie.Set;
    }

    private void Replace(SessionKey key, SessionKey newKey, DateTimeOffset asked)
    {
        if (promises.Find(key) is not { } before)
        {
            // Other requests were first. Sessions that continued from this one are ended, and a new one begins.
            var owner = _storedOwner;
            _abandoned.Add(new PromisedEnd(key, session => session.Owner == owner));
            (_session, _rotates, _storedOwner) = (null, false, null);
            return;
        }

        var session = new PromisedSession { Window = Scenario.IdleTimeout };
        promises.Replace(key, newKey, before, session);
        Commit(newKey, session, asked);
        ExpectedCookie = ExpectedCookie.Set;
    }

    private void Commit(SessionKey key, PromisedSession session, DateTimeOffset asked)
    {
        Store(session, asked);
        Accept(key, session);
    }

    private void Store(PromisedSession session, DateTimeOffset asked)
    {
        Write = LastWrite = ++promises.Writes;
        if (_clears)
        {
            session.Values.Clear();
        }

        foreach (var (key, change) in _changes)
        {
            Set(session.Values, key, change.Apply(session.Values.GetValueOrDefault(key)));
        }

        session.Owner = _owner ?? session.Owner;

        // A renewal does not replace an expiry that a concurrent request has set.
        if (_window is not null || session.Window == _storedWindow)
        {
            session.Window = _window ?? session.Window;
            session.ExpiresAt = asked + session.Window;
        }
    }

    // Discards a session that another request has rotated, unless this request can continue from its copy.
    private void GiveUpOvertaken()
    {
        if (_isOvertaken)
        {
            Assert.False(CanContinue, "A session was given up from which this one could continue.");
            _isOvertaken = false;
            _copy = null;
            LoseRotation();
        }
    }

    // A sign-in begins a session with the values that the request itself has set.
    private void LoseRotation()
    {
        if (!_signsIn)
        {
            _copy = null;
            Lose();
            return;
        }

        Assert.Null(_storedOwner);
        foreach (var key in _changes.Where(change => change.Value.Value is null).Select(change => change.Key).ToArray())
        {
            _changes.Remove(key);
        }

        (_session, _copy, _continues, _rotates, _clears) = (null, null, false, false, false);
        (_stored, _storedWindow, _window) = ([], Scenario.IdleTimeout, null);
    }
}
