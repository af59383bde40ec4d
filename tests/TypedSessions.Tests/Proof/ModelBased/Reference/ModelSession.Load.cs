namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>How the session is found.</summary>
internal sealed partial class ModelSession
{
    /// <summary>
    /// Finds the session: the first of those that were presented. If there is none, the first closed copy shows an empty one.
    /// </summary>
    public void Load()
    {
        if (_shelf is not null)
        {
            return;
        }

        var shelf = world.Rules.RecordsTravel ? Unpack() : world.Shelf;
        _wasAllRefused = channel.HasGarbage && channel.Presented.Count == 0;
        if (world.Rules.RecordsTravel)
        {
            _wasAllRefused = (channel.HasGarbage || channel.Presented.Count > 0) && !shelf.Sessions.Any();
        }

        (Name Name, Kept Record)? closed = null;
        foreach (var ticket in channel.Presented.DistinctBy(ticket => ticket?.Name).TakeWhile(_ => _kept is null))
        {
            if (channel.Node is { } askedNode && world.IsMissing(askedNode, ticket?.Name))
            {
                continue;
            }

            world.CallStore("load");
            var found = ticket is null ? null : shelf.Find(ticket.Name);
            if (found is null && channel.Node is { } node)
            {
                world.Miss(node, ticket?.Name);
            }

            if (found is { Closing: null })
            {
                GoOnFrom(ticket!.Name, found);
                _mayBeStale = !world.Rules.HasFreshLoads;
            }
            else if (found is not null)
            {
                closed ??= (ticket!.Name, found);
            }
        }

        if (_kept is null && closed is var (name, record))
        {
            _copy = Open(shelf, name, record);
        }

        _shelf = shelf;
    }

    /// <summary>Counts the request as activity, whatever it does.</summary>
    public void Renew()
    {
        Load();
        if (_kept is not null)
        {
            Access();
        }
    }

    private void GoOnFrom(Name name, Kept session)
    {
        _name = name;
        _kept = session;
        _values = session.Values;
        _isCleared = false;
        _isRotated = false;
        _expiry = session.Expiry;
        _owner = session.Owner;
        TrustWhatIsKnown();
    }

    // Records that travel: the request has those that it brought along, as they were when they were sealed.
    private Shelf Unpack()
    {
        var shelf = new Shelf(() => world.Clock, leavesCopies: false);
        foreach (var ticket in channel.Presented.DistinctBy(ticket => ticket?.Name))
        {
            if (ticket is not null && ticket.Sealed!.ExpiresAt > world.Clock)
            {
                shelf.TryAdd(ticket.Name, ticket.Sealed);
            }
        }

        return shelf;
    }

    private Copy Open(Shelf shelf, Name name, Kept record) => new(name, record, ModelChain.IsFirstLive(shelf, record, world.CallStore));

    // The copy's values, with what was set here on top.
    private void ContinueFrom(Copy copy)
    {
        _copy = null;
        _continued = copy;
        _values = copy.Record.Values.SetItems(_values);
        _expiry = _expiry == SessionExpiry.Default ? copy.Record.Closing!.Expiry : _expiry;
    }
}
