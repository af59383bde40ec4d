namespace TypedSessions.Tests.Proof.ModelBased.Reference;

/// <summary>The world as promised: sessions, browsers, requests and a clock, in the plainest way.</summary>
internal sealed class Model
{
    private readonly ModelRequest?[] _requests = new ModelRequest?[8];
    private readonly Dictionary<int, (Ticket Ticket, DateTimeOffset? Until)> _jars = [];
    private readonly List<Ticket> _tickets = [];
    private readonly Dictionary<Name, int> _numbers = [];
    private readonly List<string> _calls = [];

    // A token without a name is the one that leads nowhere.
    private readonly Dictionary<(int Node, Name? Name), DateTimeOffset> _missedAt = [];
    private (int After, bool IsTransient)? _fault;

    public Model(Rules rules)
    {
        Rules = rules;
        Shelf = new Shelf(() => Clock, leavesCopies: true);
    }

    public Rules Rules { get; }

    public Shelf Shelf { get; }

    public DateTimeOffset Clock { get; private set; } = World.Beginning;

    /// <summary>Now, in the whole milliseconds that records are kept in.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(Clock.ToUnixTimeMilliseconds());

    /// <summary>What is to be seen of an operation, and which calls the engine gets.</summary>
    public string Do(Operation operation)
    {
        _calls.Clear();
        var seen = Apply(operation);
        return _calls.Count == 0 ? seen : $"{seen}; {string.Join(' ', _calls)}";
    }

    public int GetNode(Opening opening) => opening.Node % Rules.Nodes;

    public int GetNumber(Name name)
    {
        if (!_numbers.TryGetValue(name, out var number))
        {
            _numbers[name] = number = _numbers.Count;
        }

        return number;
    }

    /// <summary>Returns whether a node remembers that a token led to no record.</summary>
    public bool IsMissing(int node, Name? name)
        => _missedAt.TryGetValue((node, name), out var missedAt) && Clock - missedAt < World.MissingKeyAge;

    /// <summary>Lets a node remember that a token led to no record, if the engine's answers are never out of date.</summary>
    public void Miss(int node, Name? name)
    {
        if (Rules.HasFreshLoads && !Rules.RecordsTravel)
        {
            _missedAt[(node, name)] = Clock;
        }
    }

    /// <summary>A call of an engine that keeps the records.</summary>
    public void CallStore(string call)
    {
        if (!Rules.RecordsTravel)
        {
            Call(call);
        }
    }

    /// <summary>A call that writes a record, or seals it.</summary>
    public void CallForWrite(string call) => Call(Rules.RecordsTravel ? "seal" : call);

    public (IReadOnlyList<Ticket?> Presented, bool HasGarbage) Present(Opening opening)
    {
        var presented = new List<Ticket?>();
        var hasGarbage = opening.Cookies is Cookies.Garbage or Cookies.GarbageAndPresent;
        switch (opening.Cookies)
        {
            case Cookies.Old or Cookies.OldAndPresent when _tickets.Count > 0:
                presented.Add(_tickets[^(1 + (opening.Old % _tickets.Count))]);
                break;

            case Cookies.Unknown when Rules.RecordsTravel:
                hasGarbage = true;
                break;

            case Cookies.Unknown:
                presented.Add(null);
                break;
        }

        if (opening.Cookies is Cookies.Present or Cookies.OldAndPresent or Cookies.GarbageAndPresent
            && _jars.TryGetValue(opening.Browser, out var jar)
            && (jar.Until is not { } until || until > Clock))
        {
            presented.Add(jar.Ticket);
        }

        return (presented, hasGarbage);
    }

    /// <summary>A browser gets the head of a response.</summary>
    public string Tell(int browser, Notice? notice)
    {
        if (notice is null)
        {
            return Seen.Nothing;
        }

        if (notice.Name is null)
        {
            _jars.Remove(browser);
            return Seen.Forgotten;
        }

        var seconds = notice.ExpiresAt is { } expires ? (long?)Math.Ceiling((expires - Clock).TotalSeconds) : null;
        var ticket = GetTicket(notice);
        if (seconds <= 0)
        {
            _jars.Remove(browser);
        }
        else
        {
            _jars[browser] = (ticket, seconds is { } age ? Clock + TimeSpan.FromSeconds(age) : null);
        }

        return Seen.Cookie(_tickets.IndexOf(ticket), seconds);
    }

    private string Apply(Operation operation)
    {
        switch (operation)
        {
            case InRequest at:
                // As Watch.Spare says.
                _fault = at.Act is Commit ? null : _fault;
                return Apply(at);

            case MoveClock move:
                Clock += move.Time;
                return Seen.Done;

            case FailEngine fail:
                _fault = (fail.After, fail.IsTransient);
                return Seen.Done;

            case FailCache:
                return Seen.Done;

            case ClearExpired:
                return Rules.RecordsTravel || Rules.ForgetsExpired ? "0" : $"{Shelf.RemoveExpired()}";

            case Restart restart:
                Kill(restart.Node % Rules.Nodes);
                return Seen.Done;

            case Inspect:
                return Show();

            case EndSession end:
                return EndSessionOf(end.Cookie);

            case EndAllOf end:
                return Rules.CanBeLookedOver ? $"{Shelf.RemoveOwnedBy(end.Owner)}" : Seen.Nothing;

            case Job job:
                return Run(job);

            default:
                throw new ArgumentException($"The model does not know what '{operation}' is.", nameof(operation));
        }
    }

    private string Apply(InRequest at)
    {
        var seen = "";
        if (_requests[at.Slot] is not { } request)
        {
            _requests[at.Slot] = request = new ModelRequest(this, at.Opening);
            seen = $"begin: {request.Begin()}, ";
        }

        if (!request.IsOver)
        {
            seen += request.Do(at.Act);
        }

        if (request.IsOver)
        {
            _requests[at.Slot] = null;
        }

        return seen;
    }

    private void Kill(int node)
    {
        for (var slot = 0; slot < _requests.Length; slot++)
        {
            if (_requests[slot]?.Node == node)
            {
                _requests[slot] = null;
            }
        }

        if (!Rules.SurvivesRestart)
        {
            Shelf.Clear();
        }
    }

    private string EndSessionOf(int cookie)
    {
        if (Rules.RecordsTravel || _tickets.Count == 0)
        {
            return Seen.Nothing;
        }

        var name = _tickets[cookie % _tickets.Count].Name;
        var found = Shelf.Find(name);
        var owner = found?.Closing is { } closing ? closing.Owner : found?.Owner;
        return $"{Shelf.Remove(name) || ModelChain.End(Shelf, name, CanEnd, static _ => { }) > 0}";

        // The next user of a browser keeps the session.
        bool CanEnd(Kept session) => owner is null || session.Owner == owner;
    }

    private string Run(Job job)
    {
        if (_tickets.Count == 0 || (Rules.RecordsTravel && job.ByKey))
        {
            return Seen.Nothing;
        }

        var ticket = _tickets[job.Cookie % _tickets.Count];
        var session = new ModelSession(this, new JobChannel(ticket, job));
        try
        {
            session.Load();
            if (!session.IsStored)
            {
                return Seen.Nothing;
            }

            session.Access();
            var seen = DoOrRefuse(session, job.Act);
            session.Commit();
            return $"{seen}, {(session.IsGone ? "gone" : "saved")}, {Reveal(session.Notice, job.ByKey ? ticket.Name : null)}";
        }
        catch (EngineDown)
        {
            return Seen.Failed;
        }
    }

    private static string DoOrRefuse(ModelSession session, Act act)
    {
        try
        {
            return session.Do(act);
        }
        catch (NotAllowed)
        {
            return Seen.Refused;
        }
    }

    // Of a session that was opened by its key nobody knows the token, unless it got a new one.
    private string Reveal(Notice? notice, Name? unknown)
        => notice?.Name is { } name && name != unknown ? $"cookie {_tickets.IndexOf(GetTicket(notice))}" : Seen.Nothing;

    private Ticket GetTicket(Notice notice)
    {
        var ticket = Rules.RecordsTravel ? null : _tickets.Find(known => known.Name == notice.Name);
        if (ticket is null)
        {
            ticket = new Ticket(notice.Name!, Rules.RecordsTravel ? notice.Session : null);
            _tickets.Add(ticket);
        }

        return ticket;
    }

    private string Show()
    {
        var seen = _tickets.TakeLast(Rules.RecordsTravel ? 3 : 8).Select(
            ticket => $"{(Rules.RecordsTravel ? Unseal(ticket) : Shelf.Find(ticket.Name))}")
            .ToList();
        if (Rules.CanBeLookedOver)
        {
            seen.Add($"{Shelf.Sessions.Count()} live, {Shelf.ExpiredCount} expired");
            seen.AddRange(Shelf.Sessions.Select(session => $"{session}").Order(StringComparer.Ordinal));
        }

        return string.Join(" | ", seen);
    }

    private Kept? Unseal(Ticket ticket) => ticket.Sealed!.ExpiresAt > Clock ? ticket.Sealed : null;

    private void Call(string call)
    {
        if (_fault is not { } fault)
        {
            _calls.Add(call);
        }
        else if (fault.After > 0)
        {
            _fault = (fault.After - 1, fault.IsTransient);
            _calls.Add(call);
        }
        else
        {
            _fault = null;
            _calls.Add($"{call}!");
            throw new EngineDown(fault.IsTransient);
        }
    }
}
