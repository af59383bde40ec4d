namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// Finds acknowledged commits that a later request does not read although nothing replaced them, and the promise that this violates:
/// <list type="bullet">
/// <item><see cref="Promise.NoStaleRead"/> if a request that is not earlier reads the commit, so it was stored all the time.</item>
/// <item><see cref="Promise.AllOrNothing"/> if its outcome was unknown and another of its changes is read.</item>
/// <item><see cref="Promise.NoLostUpdate"/> if another request, which had loaded the session earlier, changed it.</item>
/// <item><see cref="Promise.HonestAcknowledgement"/> otherwise: it was never stored.</item>
/// </list>
/// </summary>
internal static class AcknowledgementRule
{
    public static IEnumerable<Violation> Check(Facts facts)
    {
        foreach (var commit in facts.Unsent.Where(commit => !MayBeGone(facts, commit)))
        {
            yield return new Violation(
                Promise.HonestAcknowledgement, "A session was reported as stored, and its token was not sent.", commit.By);
        }

        // The first observation without the commit shows the cause best.
        var missed = facts.Observations
            .Where(observation => observation.Session.Origin is not null && !facts.IsContended(observation.Session))
            .OrderBy(static observation => observation.Period.Start)
            .SelectMany(observation => MissedCommits.Find(facts, observation))
            .DistinctBy(static found => found.Commit);
        foreach (var found in missed)
        {
            yield return new Violation(Classify(facts, found), found.Message, [found.Commit.By, found.Instead?.By, found.Observation.By]);
        }
    }

    // The session may have ended before the response, or the presented one had ended and the request does not report it.
    private static bool MayBeGone(Facts facts, Commit commit)
        => facts.MayHaveEnded(commit.Session, commit.By.Period)
            || (!commit.By.ReportsGone && commit.By.Tokens.Any(token => facts.MayHaveEnded(facts.GetSession(token), commit.By.Period)));

    private static Promise Classify(Facts facts, MissedCommit missed)
    {
        var (commit, observation) = (missed.Commit, missed.Observation);
        if (commit.IsProvenByReader)
        {
            return Promise.AllOrNothing;
        }

        var readers = facts.Observations
            .Where(other => other.IsLive && other.Session.Path.Contains(observation.Session) && missed.IsSeenBy(other))
            .ToArray();
        if (Array.Exists(readers, reader => !reader.Period.IsBefore(observation.Period)))
        {
            return Promise.NoStaleRead;
        }

        var isOverwritten = observation.Session.PathCommits.Any(other => other.By != commit.By
            && other.Certainty is not Certainty.Never
            && !Order.IsBefore(other, commit)
            && other.By.Loading.Start < commit.Period.End
            && other.Period.Start < observation.Period.End);
        return isOverwritten || (missed.Key is null && readers.Length > 0) ? Promise.NoLostUpdate
            : readers.Length > 0 ? Promise.NoStaleRead : Promise.HonestAcknowledgement;
    }
}
