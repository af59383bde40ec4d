using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Proof.ModelBased.Subject;

/// <summary>The library at work: browsers, nodes and an engine. Does what the model does, and is compared with it.</summary>
internal sealed class Subject : IAsyncDisposable
{
    private readonly Watch _watch = new();
    private readonly WorldClock _clock;
    private readonly Jars _jars;
    private readonly SessionHands.Naming _naming;
    private readonly Storehouse _storehouse;
    private readonly Site[] _sites;
    private readonly Visit?[] _visits = new Visit?[8];

    public Subject(WorldClock clock, Storehouse storehouse, ISessionEngine first, Options options)
    {
        _clock = clock;
        _storehouse = storehouse;
        _jars = new Jars(clock);
        _naming = new SessionHands.Naming(clock);
        Rules = Rules.From(first, options);
        _sites = [.. Enumerable.Range(0, Rules.Nodes).Select(_ => new Site(clock, NewEngine(first), options))];
    }

    public Rules Rules { get; }

    // A cookie that carries a record says first in how many parts it comes: here always in one.
    private string CookieMark => Rules.RecordsTravel ? "1" : "";

    private ISessionManager Sessions => _sites[0].Sessions;

    /// <summary>An empty world.</summary>
    public async ValueTask BeginAsync()
    {
        _clock.Now = World.Beginning;
        _watch.Begin();
        _jars.Begin();
        _naming.Begin();
        Array.Clear(_visits);
        await _storehouse.EmptyAsync();
        for (var node = 0; node < _sites.Length; node++)
        {
            _sites[node].Engine.Inner = await _storehouse.GetEngineAsync(node);
        }
    }

    /// <summary>What is to be seen of an operation, and which calls the engine got.</summary>
    public async ValueTask<string> DoAsync(Operation operation)
    {
        var seen = await ApplyAsync(operation);
        var calls = _watch.TakeCalls();
        return calls.Length == 0 ? seen : $"{seen}; {string.Join(' ', calls)}";
    }

    public async ValueTask DisposeAsync()
    {
        Array.ForEach(_sites, site => site.Dispose());
        await _storehouse.DisposeAsync();
    }

    private WatchedEngine NewEngine(ISessionEngine first)
        => new WatchedEngine(_watch) { Inner = first };

    private async ValueTask<string> ApplyAsync(Operation operation)
    {
        switch (operation)
        {
            case InRequest at:
                return await ApplyAsync(at);

            case MoveClock move:
                _clock.Now += move.Time;
                return Seen.Done;

            case FailEngine fail:
                _watch.Fail(fail.After, fail.IsTransient);
                return Seen.Done;

            case FailCache fail:
                _storehouse.FailCache(fail.Calls);
                return Seen.Done;

            case ClearExpired clear:
                return $"{await ClearAsync(clear.Batch)}";

            case Restart restart:
                await RestartAsync(restart.Node % _sites.Length);
                return Seen.Done;

            case Job job:
                return await RunAsync(job);

            default:
                _watch.IsPaused = true;
                var seen = await AdministerAsync(operation);
                _watch.IsPaused = false;
                return seen;
        }
    }

    private async ValueTask<string> ApplyAsync(InRequest at)
    {
        var seen = "";
        if (at.Act is Commit)
        {
            _watch.Spare();
        }

        if (_visits[at.Slot] is not { } visit)
        {
            var node = at.Opening.Node % _sites.Length;
            _visits[at.Slot] = visit = new Visit(at.Opening, node, _jars.Present(at.Opening), _naming);
            seen = $"begin: {(await visit.BeginAsync(_sites[node].Pipeline) ? Seen.Done : ShowResponse(visit))}, ";
        }

        if (!visit.IsOver)
        {
            seen += await visit.DoAsync(at.Act) ?? ShowResponse(visit);
        }

        if (visit.IsOver)
        {
            _visits[at.Slot] = null;
        }

        return seen;
    }

    // The head when it comes; and later, if there is a later, how it went on.
    private string ShowResponse(Visit visit)
    {
        if (visit.IsHeadSeen)
        {
            return visit.Exchange.IsCut ? "cut off" : "whole";
        }

        visit.IsHeadSeen = true;
        if (visit.Exchange.IsCut)
        {
            // Head and end at once: what the head said counts.
            Receive(visit);
            return "cut off";
        }

        return Receive(visit);
    }

    private string Receive(Visit visit)
    {
        var response = visit.Exchange.Context.Response;
        var isPrivate = response.Headers.Vary == "Cookie" && response.Headers.CacheControl == "private";
        return Seen.Response(response.StatusCode, isPrivate, _jars.Receive(visit.Browser, response));
    }

    private async ValueTask<int> ClearAsync(int batch)
    {
        var all = 0;
        for (var removed = batch; removed == batch; all += removed)
        {
            removed = await _sites[0].Engine.RemoveExpiredAsync(batch, default);
        }

        return all;
    }

    private async ValueTask RestartAsync(int node)
    {
        for (var slot = 0; slot < _visits.Length; slot++)
        {
            if (_visits[slot]?.Node == node)
            {
                _visits[slot] = null;
            }
        }

        _sites[node].Engine.Inner = await _storehouse.RestartAsync(node);
    }

    private async ValueTask<string> AdministerAsync(Operation operation)
    {
        switch (operation)
        {
            case EndSession end:
                return Rules.RecordsTravel || _jars.Sent.Count == 0
                    ? Seen.Nothing
                    : $"{await Sessions.RemoveAsync(GetKey(_jars.Sent[end.Cookie % _jars.Sent.Count]))}";

            case EndAllOf end:
                return Rules.CanBeLookedOver ? $"{await Sessions.RemoveByOwnerAsync(end.Owner)}" : Seen.Nothing;

            case Inspect:
                return await ShowAsync();

            default:
                throw new ArgumentException($"An administrator does not know what '{operation}' is.", nameof(operation));
        }
    }

    private async ValueTask<string> RunAsync(Job job)
    {
        if (_jars.Sent.Count == 0 || (Rules.RecordsTravel && job.ByKey))
        {
            return Seen.Nothing;
        }

        var token = _jars.Sent[job.Cookie % _jars.Sent.Count];
        try
        {
            await using var opened = await (job.ByKey ? Sessions.OpenAsync(GetKey(token), job.IsActivity) : Sessions.OpenAsync(token[CookieMark.Length..], job.IsActivity));
            if (opened is null)
            {
                return Seen.Nothing;
            }

            var seen = DoOrRefuse(new SessionHands(() => opened.Session, _naming), job.Act);
            var isSaved = await opened.SaveAsync();
            return $"{seen}, {(isSaved ? "saved" : "gone")}, {(opened.Token is { } sent ? $"cookie {_jars.GetNumber(CookieMark + sent)}" : Seen.Nothing)}";
        }
        catch (SessionEngineException)
        {
            return Seen.Failed;
        }
    }

    private static string DoOrRefuse(SessionHands hands, Act act)
    {
        try
        {
            return hands.Do(act);
        }
        catch (InvalidOperationException)
        {
            return Seen.Refused;
        }
    }

    private async ValueTask<string> ShowAsync()
    {
        var seen = new List<string>();
        foreach (var token in _jars.Sent.TakeLast(Rules.RecordsTravel ? 3 : 8))
        {
            seen.Add(Show(Rules.RecordsTravel ? Open(token) : await FindAsync(GetKey(token))));
        }

        if (Rules.CanBeLookedOver)
        {
            seen.Add($"{await Sessions.CountAsync()} live, {await _sites[0].Engine.CountExpiredAsync(default)} expired");
            var listed = await Sessions.ListAsync().ToListAsync();
            Assert.Equal(listed.Select(session => session.Record.ExpiresAt).Order(), listed.Select(session => session.Record.ExpiresAt));
            seen.AddRange(listed.Select(session => Show(session.Record)).Order(StringComparer.Ordinal));
        }

        return string.Join(" | ", seen);
    }

    // A closed copy is shown as it is stored, and is no session for an administrator.
    private async ValueTask<SessionRecord?> FindAsync(SessionKey key)
    {
        var stored = await _sites[0].Engine.LoadAsync(key, default);
        var found = await Sessions.FindAsync(key);
        Assert.Equal(stored is { IsClosed: false }, found is not null);
        return found ?? stored;
    }

    private SessionRecord? Open(string text) => throw new NotSupportedException(text);

    private static SessionKey GetKey(string token)
        => SessionToken.TryParse(token.AsMemory(), out var parsed) ? parsed.Key : throw new FormatException("The site sent no token.");

    private static string Show(SessionRecord? record)
    {
        if (record is null)
        {
            return "";
        }

        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in record.Values)
        {
            values[key] = System.Text.Encoding.UTF8.GetString(value.Span);
        }

        return $"{Seen.Record(values, record.Expiry, record.Owner, record.CreatedAt, record.ExpiresAt, record.AbsoluteExpiration)} v{record.Version}{Show(record.Closure)}";
    }

    private static string Show(SessionClosure? closure)
        => closure is null ? "" : Seen.Closing(closure.Successors.Count, closure.Owner, closure.Expiry);
}
