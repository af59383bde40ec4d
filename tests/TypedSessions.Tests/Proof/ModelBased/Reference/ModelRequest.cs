namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>A request as promised: what the client gets, and when what was changed is stored.</summary>
internal sealed class ModelRequest : IModelChannel
{
    private readonly Model _world;
    private readonly Opening _opening;
    private readonly ModelSession _session;
    private string? _response;
    private int _status = 200;

    public ModelRequest(Model world, Opening opening)
    {
        _world = world;
        _opening = opening;
        (Presented, HasGarbage) = world.Present(opening);
        _session = new ModelSession(world, this);
    }

    public int? Node => _world.GetNode(_opening);

    public bool IsOver { get; private set; }

    public IReadOnlyList<Ticket?> Presented { get; }

    public bool HasGarbage { get; }

    public bool CanSend => !HasStarted;

    public bool RenewExpiration => _opening.Endpoint is EndpointKind.Plain or EndpointKind.Preloaded;

    public bool IsReadOnly => _opening.Endpoint is EndpointKind.ReadOnly;

    public bool CanRotate => true;

    private bool MayCommit => _status < 500 || _world.Rules.Options.SaveOnServerError;

    private bool HasStarted => _response is not null;

    /// <summary>What happens before the handler runs.</summary>
    public string Begin()
    {
        try
        {
            if (_world.Rules.Options.RenewOnEveryRequest && RenewExpiration && (HasGarbage || Presented.Count > 0))
            {
                _session.Renew();
            }
            else if (_opening.Endpoint is EndpointKind.Preloaded)
            {
                _session.Load();
            }

            return Seen.Done;
        }
        catch (EngineDown trouble)
        {
            return Fail(trouble);
        }
    }

    public string Do(Act act)
    {
        try
        {
            return act switch
            {
                End end => Finish(end),
                StartResponse start => Start(start),
                Commit commit => CommitByHand(commit),
                _ => _session.Do(act),
            };
        }
        catch (NotAllowed)
        {
            return Seen.Refused;
        }
        catch (EngineDown trouble)
        {
            return Fail(trouble);
        }
    }

    private string CommitByHand(Commit commit)
    {
        try
        {
            _session.Commit();
            return Seen.Done;
        }
        catch (EngineDown) when (commit.Catches)
        {
            return Seen.Failed;
        }
    }

    private string Start(StartResponse start)
    {
        if (HasStarted)
        {
            return Seen.Done;
        }

        _status = start.Status;
        CaptureBeforeBody();
        return StartWithBody() ? _response! : End(_response!);
    }

    // What cannot be stored fails in the handler.
    private void CaptureBeforeBody()
    {
        if (!MayCommit || _session.IsGone)
        {
            return;
        }

        try
        {
            _session.Capture();
        }
        catch (NotAllowed)
        {
            _session.SkipsUnstorable = true;
            throw;
        }
    }

    private string Finish(End end)
    {
        switch (end.Ending)
        {
            case Ending.Throw:
                return HasStarted ? Cut() : EndWithNothing(500);

            case Ending.ThrowToErrorPage when HasStarted:
                return Cut();

            case Ending.ThrowToErrorPage:
                // What was set before stays unsaved, and the page cannot change that.
                _status = 500;
                StartWithBody(isBehindSessions: false);
                return End(_response!);

            case var _ when HasStarted:
                return CommitTheRest() ? End("whole") : Cut();

            case Ending.Body:
                _status = end.Status;
                return !StartWithBody() || CommitTheRest() ? End(_response!) : Cut();

            default:
                _status = end.Status;
                StartWithoutBody();
                return End(_response!);
        }
    }

    // The handler failed because the engine did. That answer commits nothing.
    private string Fail(EngineDown trouble)
    {
        if (HasStarted)
        {
            return Cut();
        }

        if (!trouble.IsTransient)
        {
            return EndWithNothing(500);
        }

        _status = 503;
        SendHead(_session.Notice, _session.IsAccessed);
        return End(_response!);
    }

    // The head of a response whose body is being written: if that cannot be committed,
    // the response is given up. Outside of the sessions' middleware nobody says why.
    private bool StartWithBody(bool isBehindSessions = true)
    {
        try
        {
            CommitBeforeHead();
        }
        catch (NotAllowed)
        {
            EndWithNothing(500);
            return false;
        }
        catch (EngineDown trouble)
        {
            EndWithNothing(trouble.IsTransient && isBehindSessions ? 503 : 500);
            return false;
        }

        SendHead(_session.Notice, _session.IsAccessed);
        return true;
    }

    private void StartWithoutBody()
    {
        var told = _session.Notice;
        try
        {
            CommitBeforeHead();
        }
        catch (NotAllowed)
        {
            EndWithNothing(500);
            return;
        }
        catch (EngineDown trouble) when (!trouble.IsTransient)
        {
            EndWithNothing(500);
            return;
        }
        catch (EngineDown)
        {
            // What an earlier commit by hand had to say is still true. Else nothing is left that is anybody's.
            _status = 503;
            SendHead(told, isPrivate: told is not null);
            return;
        }

        SendHead(_session.Notice, _session.IsAccessed);
    }

    private void CommitBeforeHead()
    {
        CommitUnlessError();
        if (MayCommit && _session.IsGone && _world.Rules.Options.RejectWhenGone)
        {
            _status = 400;
        }
    }

    private void CommitUnlessError()
    {
        if (MayCommit)
        {
            _session.Commit();
        }
    }

    private bool CommitTheRest()
    {
        try
        {
            CommitUnlessError();
            return true;
        }
        catch (Exception trouble) when (trouble is EngineDown or NotAllowed)
        {
            return false;
        }
    }

    private void SendHead(Notice? notice, bool isPrivate)
    {
        _response = Seen.Response(_status, isPrivate, _world.Tell(_opening.Browser, notice));
        _session.Notice = null;
    }

    // The server's own answer: nothing of what the handler and the session wanted to say is left.
    private string EndWithNothing(int status) => End(_response = Seen.Response(status, isPrivate: false, Seen.Nothing));

    private string Cut() => End("cut off");

    private string End(string answer)
    {
        IsOver = true;
        return answer;
    }
}
