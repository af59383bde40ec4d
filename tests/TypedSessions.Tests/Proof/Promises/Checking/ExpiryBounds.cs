using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking;

/// <summary>
/// The bounds of the time at which a session expires. Concurrent changes of the expiry leave several candidates, and a renewal is
/// stored only after a tenth of the window.
/// </summary>
internal sealed class ExpiryBounds
{
    private readonly Facts _facts;
    private readonly TokenSession _session;
    private readonly Period _at;
    private readonly Interaction? _except;

    /// <param name="facts">The facts.</param>
    /// <param name="session">The session.</param>
    /// <param name="at">The period.</param>
    /// <param name="except">An interaction whose own activity does not count yet.</param>
    public ExpiryBounds(Facts facts, TokenSession session, Period at, Interaction? except = null)
    {
        (_facts, _session, _at, _except) = (facts, session, at, except);
        Candidates = [.. FindCandidates()];
        var root = session.Root.Origin;
        if (root is null || Candidates.Count == 0)
        {
            // The session was never created.
            (Earliest, Latest) = (DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
            return;
        }

        var oldest = session.Root.PossibleParent?.Root.Origin ?? root;
        Earliest = Min(Candidates.Min(GetEarliest), oldest.Period.From + Expectations.AbsoluteLifetime);
        Latest = Min(Candidates.Max(GetLatest), root.Period.To + Expectations.AbsoluteLifetime);
    }

    /// <summary>The expiries that may be stored, with the commits that set them.</summary>
    public IReadOnlyList<(SessionExpiry Expiry, Commit By)> Candidates { get; }

    /// <summary>The time until which the session must exist.</summary>
    public DateTimeOffset Earliest { get; }

    /// <summary>The time from which the session must be gone.</summary>
    public DateTimeOffset Latest { get; }

    private static TimeSpan GetWindow(SessionExpiry expiry) => expiry.IdleTimeout ?? Expectations.IdleTimeout;

    private static DateTimeOffset Min(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private static DateTimeOffset Max(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private IEnumerable<(SessionExpiry Expiry, Commit By)> FindCandidates()
    {
        var changes = _session.PathCommits.Where(commit => commit.Certainty is not Certainty.Never
            && (commit.Changes.Expiry is not null || commit == _session.Root.Origin)
            && (commit.Session != _session || commit.Period.Start < _at.End)).ToArray();
        return changes
            .Where(change => !Array.Exists(changes, later => IsStored(later) && Order.IsBefore(change, later)))
            .Select(static change => (change.Changes.Expiry ?? SessionExpiry.Default, change));
    }

    private bool IsStored(Commit commit)
        => commit is { Certainty: Certainty.Certain, Changes.ChangesExpiry: true }
            && (commit.Session != _session || IsKnown(commit.Period));

    // On any engine.
    private bool IsKnown(Period period) => _facts.IsKnown(period, Facts.AnyNode, _at, askedNode: 0);

    private DateTimeOffset GetEarliest((SessionExpiry Expiry, Commit By) candidate)
    {
        if (candidate.Expiry.ExpiresAt is { } expiresAt)
        {
            return expiresAt;
        }

        var window = GetWindow(candidate.Expiry);
        var earliest = candidate.By.Period.From + window;
        foreach (var (use, _) in FindActivities().Where(found => IsSure(found.Use, found.Session, candidate.By))
            .OrderBy(static found => found.Use.Loading.From))
        {
            // A use whose commit came after the expiry may have renewed nothing, and one whose session has been changed since it was loaded
            // does not renew it.
            if (use.Saving.To < earliest)
            {
                earliest = Max(earliest, use.Loading.From + (window * (_facts.Expectations.HasOtherOptions ? 1 : 0.9)));
            }
        }

        return earliest;
    }

    private bool IsSure(Interaction use, TokenSession session, Commit candidate)
        => use is { IsActivity: true, Outcome: Outcome.Saved, Steps.Count: > 0 }
            && IsKnown(use.Saving)
            && (candidate.By == use || _facts.IsKnown(candidate.Period, candidate.By.Node, use.Loading, use.Node))
            && (session == _session || use.Period.IsBefore(GetNext(session).Origin!.Period));

    // A session in the chain from the other one to this one.
    private TokenSession GetNext(TokenSession session) => _session.Path.First(next => next.Parent == session);

    private DateTimeOffset GetLatest((SessionExpiry Expiry, Commit By) candidate)
    {
        if (candidate.Expiry.ExpiresAt is { } expiresAt)
        {
            return expiresAt;
        }

        var latest = FindActivities().Where(found => found.Use != _except && found.Use.Loading.Start < _at.End)
            .Select(static found => found.Use.Period.To)
            .Append(candidate.By.Period.To)
            .Max();
        var window = GetWindow(candidate.Expiry);
        return latest > DateTimeOffset.MaxValue - window ? DateTimeOffset.MaxValue : latest + window;
    }

    // Without records on the server, only a new cookie renews the session.
    private IEnumerable<(Interaction Use, TokenSession Session)> FindActivities()
        => _session.Path.SelectMany(session => (_facts.Expectations.KeepsRecords ? session.Uses.Concat(session.PossibleUses) : [])
            .Concat(session.Origin is { } origin ? [origin.By] : [])
            .Where(use => use.IsActivity || (use == session.Origin?.By && MayContinueCopy(session)))
            .Select(use => (use, session)));

    // A session that continues from a closed copy has a new expiry, because the copy has another one.
    private static bool MayContinueCopy(TokenSession session)
        => (session.Parent ?? session.PossibleParent)?.Endings.Exists(
            ending => ending.Kind is EndingKind.Rotated && ending.By != session.Origin!.By) == true;
}

/// <summary>Compares the positions of two commits of a session and of those that it continues.</summary>
internal static class Order
{
    public static bool IsBefore(Commit one, Commit other) => one.Session == other.Session
        ? one.KnownBy < other.Period.Start || (one.By == other.By && one.Period.IsBefore(other.Period))
        : one.Session.Generation < other.Session.Generation;
}
