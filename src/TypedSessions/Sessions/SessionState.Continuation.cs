namespace TypedSessions.Sessions;

/// <summary>The transitions to a session that another request has left.</summary>
internal sealed partial class SessionState
{
    /// <summary>Attaches a record below the pending changes.</summary>
    public void AttachUnderChanges(SessionToken token, SessionRecord record)
    {
        values.Attach(record.Values);
        SetRecord(token, record, keepExpiry: HasOwnExpiry);
        ValuesAtLoad = record.Values;
    }

    /// <summary>Closes the session, because a closed copy was presented.</summary>
    public void Close(ClosedCandidate copy) => (Copy, Status) = (copy, SessionStatus.Closed);

    /// <summary>Continues from a closed copy, with its values below the pending changes.</summary>
    public void ContinueFrom(ClosedCandidate copy)
    {
        Close(copy);
        Status = SessionStatus.Continuing;
        Expiry = HasOwnExpiry ? Expiry : copy.Closure.Expiry;
        Record = null;
        values.Attach(copy.Record.Values);
        ValuesAtLoad = copy.Record.Values;
    }

    /// <summary>Continues from a closed copy with a new id.</summary>
    public void ContinueFrom(ClosedCandidate copy, Rotation rotation)
    {
        Rotation = rotation;
        SetOwner(copy.Closure.Owner, copy.Closure.OwnerScheme);
        ContinueFrom(copy);
    }

    /// <summary>
    /// Attaches the record that another request has moved to a renewed id, below the pending changes. Its id needs no renewal.
    /// </summary>
    public void MoveTo(SessionToken token, SessionRecord record)
    {
        Rotation = Rotation is Rotation.Renewal ? Rotation.None : Rotation;
        Expiry = HasNewExpiry ? Expiry : record.Expiry;
        (_token, Record) = (token, record);
        values.Attach(record.Values);
    }

    /// <summary>Begins a new session with the pending changes, without the values of the record that is gone.</summary>
    public void BeginInstead()
    {
        BeginNew();
        Rotation = Rotation.None;
        values.Attach(SessionValues.Empty);
        ValuesAtLoad = null;
    }
}
