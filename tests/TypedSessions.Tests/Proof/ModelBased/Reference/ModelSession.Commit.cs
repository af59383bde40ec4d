namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>What becomes of the changes.</summary>
internal sealed partial class ModelSession
{
    /// <summary>Whether others ended the session, so that what is changed here is lost.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Stores what was changed, and nothing else.</summary>
    public void Commit()
    {
        if (!IsAccessed || IsGone)
        {
            return;
        }

        Load();
        Capture();
        if (_kept is null)
        {
            CommitNew();
        }
        else
        {
            CommitStored(_kept);
        }

        RemoveAbandoned();
    }

    private void CommitNew()
    {
        if (_continued is { } continued)
        {
            Continue(continued, NewContinuation(continued.Record, continued));
        }
        else if (_copy is not null)
        {
            DropChanges();
        }
        else if (IsEstablished)
        {
            Create();
        }

        if (_kept is null && _wasAllRefused)
        {
            Notice = Notice.Forget;
        }
    }

    private void Create()
    {
        var deadline = world.Now + World.AbsoluteLifetime;
        var session = new Kept(_values, world.Now, ExpiresAt(_expiry, deadline), _expiry, deadline, _owner, Version: 1);
        if (session.ExpiresAt <= world.Now)
        {
            return;
        }

        Refuse(!channel.CanSend);
        world.CallForWrite("create");
        _name ??= new Name();
        _shelf!.TryAdd(_name, session);
        GoOnFrom(_name, session);
        Send(session);
    }

    private void CommitStored(Kept loaded)
    {
        if (_isRotated)
        {
            Refuse(!channel.CanSend);
            CallToChange("rotate");
            var newName = new Name();
            var (session, closed) = _shelf!.Rotate(_name!, newName, loaded, NewDelta(loaded, rotates: true));
            if (closed is not null)
            {
                ContinueAfterOther(loaded, closed);
            }
            else
            {
                Survive(newName, session, mustSend: true);
            }

            return;
        }

        var isTouch = !IsModified;
        if (!isTouch || (_isActive && !IsTooLateForRecords && IsWorthATouch(loaded)))
        {
            Refuse(IsTooLateForRecords);
            var delta = NewDelta(loaded, rotates: false);
            CallToChange(delta.IsTouch ? "touch" : "update");
            Survive(_name!, _shelf!.Update(_name!, loaded, delta), mustSend: world.Rules.RecordsTravel);
        }
    }

    // Another request has rotated the session first: this one continues from the copy that it left.
    private void ContinueAfterOther(Kept loaded, Kept closed)
    {
        var copy = Open(_shelf!, _name!, closed);
        if (copy.CanContinue)
        {
            Continue(copy, NewContinuation(loaded, copy));
        }
        else
        {
            Lose();
        }
    }

    // The session that took the copy's place must live, or the visitor has been logged out in the meantime.
    private void Continue(Copy copy, Delta delta)
    {
        Refuse(!channel.CanSend);
        world.CallForWrite("rotate");
        _continued = null;
        var newName = new Name();
        if (_shelf!.Rotate(copy.Name, newName, copy.Record, delta).Session is not { } session)
        {
            Lose();
        }
        else if (ModelChain.IsFirstLive(_shelf, copy.Record, world.CallStore))
        {
            GoOnFrom(newName, session);
            Send(session);
        }
        else
        {
            world.CallStore("remove");
            _shelf.Remove(newName);
            Lose();
        }
    }

    // A copy takes no changes.
    private void DropChanges()
    {
        if (IsEstablished)
        {
            Lose();
        }
    }

    // What travels is sealed only if it is still there.
    private void CallToChange(string call)
    {
        if (!world.Rules.RecordsTravel || _shelf!.Find(_name!) is not null)
        {
            world.CallForWrite(call);
        }
    }

    // Gone is gone: the changes are dropped, and the browser is told nothing.
    private void Survive(Name name, Kept? stored, bool mustSend)
    {
        if (stored is null)
        {
            Lose();
            return;
        }

        var before = _kept!;
        GoOnFrom(name, stored);
        if (mustSend || before.Expiry != stored.Expiry || (!EndsWithBrowser(stored.Expiry) && before.ExpiresAt != stored.ExpiresAt))
        {
            Send(stored);
        }
    }

    private void Lose()
    {
        IsGone = true;
        Notice = null;
    }

    private void RemoveAbandoned()
    {
        if (_abandoned is not { } abandoned)
        {
            return;
        }

        Refuse(IsTooLateForRecords);
        while (abandoned.Count > 0)
        {
            End(abandoned[0].Name, abandoned[0].Loaded);
            abandoned.RemoveAt(0);
        }

        _abandoned = null;
        if (_kept is null)
        {
            Notice = Notice.Forget;
        }
    }

    // Where another request has rotated it, what continued from it ends, unless it is another user's by now. A closed copy proves nothing.
    private void End(Name name, Kept? loaded)
    {
        world.CallStore("remove");
        if (!_shelf!.Remove(name))
        {
            ModelChain.End(_shelf, name, session => loaded is not null && loaded.Owner == session.Owner, world.CallStore);
        }
    }

    // What was changed here, on top of the copy. It has an end of its own again: that
    // of the expiry which was set here, or else of the one that it had.
    private Delta NewContinuation(Kept loaded, Copy copy)
    {
        var expiry = loaded.Closing is null && _expiry == loaded.Expiry ? copy.Record.Closing!.Expiry : _expiry;
        return new Delta(GetChanges(), _isCleared, ExpiresAt(expiry, copy.Record.AbsoluteExpiration), expiry, (_owner, _owner is not null));
    }

    // A session with a new id is renewed in any case.
    private Delta NewDelta(Kept loaded, bool rotates)
    {
        SessionExpiry? newExpiry = HasNewExpiry(loaded) ? _expiry : null;
        return new Delta(
            GetChanges(),
            _isCleared,
            newExpiry is not null || (rotates ? channel.RenewExpiration : IsWorthATouch(loaded)) ? ExpiresAt(_expiry, loaded.AbsoluteExpiration) : null,
            newExpiry,
            (_owner, _owner != loaded.Owner));
    }

    // The keys that differ from what was loaded: an equal value is no change.
    private IReadOnlyDictionary<string, string?> GetChanges()
    {
        var stored = _isCleared || Base is null ? Kept.NoValues : Base.Values;
        if (ReferenceEquals(stored, _values) && _assigned.Count == 0)
        {
            return NoChanges;
        }

        var changes = _assigned.ToDictionary(key => key, key => _values.GetValueOrDefault(key));
        foreach (var (key, value) in _values)
        {
            if (stored.GetValueOrDefault(key) != value)
            {
                changes[key] = value;
            }
        }

        foreach (var key in stored.Keys)
        {
            if (!_values.ContainsKey(key))
            {
                changes[key] = null;
            }
        }

        return changes;
    }

    private DateTimeOffset ExpiresAt(SessionExpiry expiry, DateTimeOffset deadline)
    {
        var expires = expiry.ExpiresAt ?? (world.Now + (expiry.IdleTimeout ?? World.IdleTimeout));
        return deadline < expires ? deadline : expires;
    }

    // A renewal waits for a tenth of the window.
    private bool IsWorthATouch(Kept loaded)
    {
        var window = _expiry.IdleTimeout ?? World.IdleTimeout;
        var step = ExpiresAt(_expiry, loaded.AbsoluteExpiration) - loaded.ExpiresAt;
        return channel.RenewExpiration
            && _expiry.ExpiresAt is null
            && (world.Rules.Options.RenewOnEveryRequest ? step > TimeSpan.Zero : step * 10 >= window);
    }

    private bool EndsWithBrowser(SessionExpiry expiry)
        => expiry.IsWithBrowser || (world.Rules.Options.ExpireWithBrowser && expiry == SessionExpiry.Default);

    private void Send(Kept session)
        => Notice = session.ExpiresAt <= world.Now
            ? Notice.Forget
            : new Notice(_name, session, EndsWithBrowser(session.Expiry) ? null : session.ExpiresAt);
}
