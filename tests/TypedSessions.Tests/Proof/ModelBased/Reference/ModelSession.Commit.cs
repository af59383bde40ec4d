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
        if (IsEstablished)
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
        if (session.Expires <= world.Now)
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
            Survive(newName, _shelf!.Rotate(_name!, newName, loaded, NewDelta(loaded, rotates: true)), mustSend: true);
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
            IsGone = true;
            Notice = null;
            return;
        }

        var before = _kept!;
        GoOnFrom(name, stored);
        if (mustSend || before.Expiry != stored.Expiry || (!EndsWithBrowser(stored.Expiry) && before.Expires != stored.Expires))
        {
            Send(stored);
        }
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
            world.CallStore("remove");
            _shelf!.Remove(abandoned[0]);
            abandoned.RemoveAt(0);
        }

        _abandoned = null;
        if (_kept is null)
        {
            Notice = Notice.Forget;
        }
    }

    // A session with a new id is renewed in any case.
    private Delta NewDelta(Kept loaded, bool rotates)
    {
        SessionExpiry? newExpiry = HasNewExpiry(loaded) ? _expiry : null;
        return new Delta(
            GetChanges(),
            _isCleared,
            newExpiry is not null || (rotates ? channel.Renews : IsWorthATouch(loaded)) ? ExpiresAt(_expiry, loaded.Deadline) : null,
            newExpiry,
            (_owner, _owner != loaded.Owner));
    }

    // The keys that differ from what was loaded: an equal value is no change.
    private IReadOnlyDictionary<string, string?> GetChanges()
    {
        var stored = _isCleared || _kept is null ? Kept.NoValues : _kept.Values;
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
        var expires = expiry.Moment ?? (world.Now + (expiry.IdleTime ?? World.IdleTimeout));
        return deadline < expires ? deadline : expires;
    }

    // A renewal waits for a tenth of the window.
    private bool IsWorthATouch(Kept loaded)
    {
        var window = _expiry.IdleTime ?? World.IdleTimeout;
        var step = ExpiresAt(_expiry, loaded.Deadline) - loaded.Expires;
        return channel.Renews && _expiry.Moment is null && (world.Rules.Options.RenewOnEveryRequest ? step > TimeSpan.Zero : step * 10 >= window);
    }

    private bool EndsWithBrowser(SessionExpiry expiry) => expiry.IsWithBrowser || (world.Rules.Options.ExpireWithBrowser && expiry == SessionExpiry.Default);

    private void Send(Kept session)
        => Notice = session.Expires <= world.Now
            ? Notice.Forget
            : new Notice(_name, session, EndsWithBrowser(session.Expiry) ? null : session.Expires);
}
