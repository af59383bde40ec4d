using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>The sessions of a history with their commits, observations and ends.</summary>
internal sealed class Facts
{
    /// <summary>Represents an unknown engine, which may differ from the one of an observation.</summary>
    public const int AnyNode = -1;

    private readonly Dictionary<string, TokenSession> _sessions = [];
    private readonly List<TokenSession> _sessionsWithoutId = [];
    private readonly Dictionary<string, Write> _writes = [];

    public Facts(History history)
    {
        History = history;
        Interactions = [.. history.Interactions.OrderBy(static interaction => interaction.Period.Start)];
        foreach (var interaction in Interactions)
        {
            AddAttempts(interaction);
            new InteractionReader(this, interaction).Read();
        }

        foreach (var removal in history.Removals)
        {
            AddEndings(removal);
        }

        foreach (var observation in Observations)
        {
            ProveWriters(observation);
        }

        ResolveDroppedCommits();
    }

    public History History { get; }

    public Expectations Expectations => History.Expectations;

    public IReadOnlyList<Interaction> Interactions { get; }

    /// <summary>The sessions whose token or id a client has received.</summary>
    public IEnumerable<TokenSession> Sessions => _sessions.Values;

    /// <summary>Sessions that failed commits may have created.</summary>
    public IReadOnlyList<TokenSession> SessionsWithoutId => _sessionsWithoutId;

    public IEnumerable<Observation> Observations => Sessions.SelectMany(static session => session.Observations);

    /// <summary>Interactions that observed a session whose token they did not have.</summary>
    public List<Interaction> Foreign { get; } = [];

    /// <summary>Acknowledged commits that created a session whose token was not sent.</summary>
    public List<Commit> Unsent { get; } = [];

    public TokenSession GetSession(string token) => GetSessionById(Expectations.KeepsRecords ? History.GetId(token) : token);

    public TokenSession GetSessionById(string id)
    {
        if (!_sessions.TryGetValue(id, out var session))
        {
            _sessions.Add(id, session = new TokenSession(id));
        }

        return session;
    }

    public TokenSession AddSessionWithoutId()
    {
        var session = new TokenSession(null);
        _sessionsWithoutId.Add(session);
        return session;
    }

    public void AddWrites(Commit commit)
    {
        foreach (var (key, value) in commit.Changes.Values)
        {
            _writes[value!] = new Write(key, commit.By, commit);
        }
    }

    /// <summary>Returns the interaction that set a value; <see langword="null"/> for none.</summary>
    public Write? FindWrite(string value) => _writes.GetValueOrDefault(value);

    /// <summary>
    /// Returns the possible causes of a session's end before its expiry, with their certainty: its own end, or that of a session that it
    /// continues.
    /// </summary>
    public IEnumerable<(Ending Ending, Certainty Certainty)> FindEndings(TokenSession session)
    {
        if (!Expectations.KeepsRecords)
        {
            return [];
        }

        var own = session.Endings.Select(static ending => (ending, ending.Certainty));
        var origin = session.PossibleParent is { } possible
            ? possible.Path.SelectMany(static ancestor => ancestor.Endings).Where(ending => ending.IncludesContinuation(session))
                .Select(static ending => (ending, Certainty.Possible))
            : [];
        return own.Concat(FindInheritedEndings(session)).Concat(origin);
    }

    /// <summary>Returns whether a session may have ended before its expiry by the end of a period.</summary>
    public bool MayHaveEnded(TokenSession session, Period by)
        => FindEndings(session).Any(found => found.Certainty is not Certainty.Never && found.Ending.Period.Start < by.End)
            || by.To >= new ExpiryBounds(this, session, by).Earliest;

    /// <summary>Returns whether an end on one engine must be visible on another one later.</summary>
    public bool IsKnown(Period ended, int node, Period asked, int askedNode)
        => ended.IsBefore(asked)
            && (Expectations.IsFresh || node == askedNode || ended.To + Expectations.MaxStaleness <= asked.From);

    /// <summary>
    /// Returns whether the end of a session must be visible on an engine later. A removal by owner does not find a session that has already
    /// ended on another engine, so this engine may still have a copy.
    /// </summary>
    public bool IsKnown(TokenSession session, Ending ending, Period asked, int askedNode)
    {
        var isFound = Expectations.IsFresh || ending.Kind is not EndingKind.RemovedByOwner
            || (ending.Period.To < new ExpiryBounds(this, session, ending.Period).Earliest
                && FindEndings(session).All(other => other.Ending.By == ending.By || ending.Period.IsBefore(other.Ending.Period)));
        return IsKnown(ending.Period, isFound ? ending.Node : AnyNode, asked, askedNode);
    }

    /// <summary>
    /// Returns whether two engines without shared guarantees have used a session, or one that it continues, at the same time.
    /// </summary>
    public bool IsContended(TokenSession session)
        => !Expectations.Merges && Expectations.KeepsRecords && session.Path.Any(IsUsedAtOnce);

    private bool IsUsedAtOnce(TokenSession session)
    {
        var uses = session.Uses.Select(static use => (use.Node, use.Period))
            .Concat(History.Removals.Select(static removal => (removal.Node, removal.Period)))
            .ToArray();
        return Array.Exists(uses, one => Array.Exists(
            uses, other => one.Node != other.Node && !one.Period.IsBefore(other.Period) && !other.Period.IsBefore(one.Period)));
    }

    // The end of a session also ends those that continued from it if the closed copies still exist.
    private IEnumerable<(Ending Ending, Certainty Certainty)> FindInheritedEndings(TokenSession session)
    {
        var (closedFrom, closedTo) = (DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
        foreach (var ancestor in session.Path.Skip(1))
        {
            var rotations = ancestor.Endings.Where(static ending => ending.Kind is EndingKind.Rotated).ToArray();
            var (first, last) = rotations.Length == 0
                ? (DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
                : (rotations.Min(static ending => ending.Period.From), rotations.Max(static ending => ending.Period.To));
            (closedFrom, closedTo) = (Min(closedFrom, first), Min(closedTo, last));
            var between = session.Path.Skip(1).TakeWhile(other => other != ancestor).ToArray();
            foreach (var ending in ancestor.Endings.Where(ending => ending.IncludesContinuation(session)))
            {
                // The removal skips a session of another owner. While it is alive, others can still continue from the closed copy.
                var isSure = ending.Period.To < AddGrace(closedFrom) && Array.TrueForAll(between, ending.IncludesContinuation)
                    && (session.Origin!.Period.IsBefore(ending.Period) || !ancestor.Children.Exists(child => Spares(ending, child)));
                if (ending.Period.From <= AddGrace(closedTo) && (isSure || session.Origin!.Period.Start < ending.Period.End))
                {
                    yield return (ending, isSure ? ending.Certainty : Certainty.Possible);
                }
            }
        }
    }

    private static bool Spares(Ending ending, TokenSession session)
        => !ending.IncludesContinuation(session) || session.Children.Exists(child => Spares(ending, child));

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset AddGrace(DateTimeOffset closed)
        => closed == DateTimeOffset.MaxValue ? closed : closed + Expectations.RotationGrace;

    private void AddAttempts(Interaction interaction)
    {
        foreach (var set in interaction.Steps.Select(static step => step.Operation).OfType<Operation.Set>())
        {
            _writes[set.Value] = new Write(set.Key, interaction, Commit: null);
        }
    }

    private void AddEndings(Removal removal)
    {
        var certainty = removal.HasFound is null ? Certainty.Possible : Certainty.Certain;
        if (removal.Token is { } token)
        {
            var session = GetSession(token);
            session.Endings.Add(new Ending(EndingKind.Removed, removal.Period, removal.Node, certainty, session.Owner, removal));
            return;
        }

        foreach (var session in Sessions.Where(session => session.Owner == removal.Owner && session.Origin is not null))
        {
            if (session.Origin!.Period.Start < removal.Period.End)
            {
                var isBefore = session.Origin.Period.IsBefore(removal.Period);
                session.Endings.Add(new Ending(
                    EndingKind.RemovedByOwner, removal.Period, removal.Node,
                    isBefore ? certainty : Certainty.Possible, removal.Owner, removal));
            }
        }
    }

    private void ProveWriters(Observation observation)
    {
        foreach (var (key, value) in observation.View.Values)
        {
            if (!observation.HiddenKeys.Contains(key) && FindWrite(value)?.Commit is { } commit && commit.By != observation.By)
            {
                commit.Prove(observation);
            }
        }
    }

    private void ResolveDroppedCommits()
    {
        foreach (var commit in Sessions.SelectMany(static session => session.Commits).Where(static commit => commit.IsDroppedIfGone))
        {
            if (commit.Certainty is Certainty.Certain && MayHaveEnded(commit.Session, commit.Period))
            {
                commit.Certainty = Certainty.Possible;
            }
        }

        foreach (var observation in Observations)
        {
            ProveWriters(observation);
        }
    }
}

/// <summary>The interaction that set a value.</summary>
/// <param name="Key">The key.</param>
/// <param name="By">The interaction.</param>
/// <param name="Commit">The commit; <see langword="null"/> if the value was never committed.</param>
internal sealed record Write(string Key, Interaction By, Commit? Commit);
