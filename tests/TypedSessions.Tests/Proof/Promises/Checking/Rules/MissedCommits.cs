using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>Finds commits that an observation must contain and does not.</summary>
internal static class MissedCommits
{
    public static IEnumerable<MissedCommit> Find(Facts facts, Observation observation)
    {
        if (!observation.IsLive)
        {
            return FindSession(facts, observation);
        }

        var values = Notebook.AllKeys.Where(key => !observation.HiddenKeys.Contains(key))
            .SelectMany(key => FindValue(facts, observation, key));
        return observation.IsCopy ? values : [.. values, .. FindExpiry(facts, observation)];
    }

    private static IEnumerable<MissedCommit> FindSession(Facts facts, Observation observation)
    {
        var origin = observation.Session.Origin!;
        return origin.Certainty is Certainty.Certain && origin.Period.IsBefore(observation.Period)
            && !facts.MayHaveEnded(observation.Session, observation.Period)
                ? [new(origin, observation, null, null, "The session is not there, and nothing has ended it.")]
                : [];
    }

    private static IEnumerable<MissedCommit> FindValue(Facts facts, Observation observation, string key)
    {
        var commits = observation.Session.PathCommits.Where(commit => commit.Changes.EffectOn(key) is not Effect.None).ToArray();
        var known = commits.Where(commit => commit.Certainty is Certainty.Certain && IsKnown(facts, commit, observation));
        if (!observation.View.Values.TryGetValue(key, out var value))
        {
            return from commit in known
                   where commit.Changes.EffectOn(key) is Effect.Sets
                   where !Array.Exists(commits, other => MayDelete(other, key, commit, observation))
                   select new MissedCommit(commit, observation, key, null, $"{key} is absent, which a commit has set.");
        }

        if (facts.FindWrite(value)?.Commit is not { } seen || !commits.Contains(seen))
        {
            return [];
        }

        var replaced = from commit in known
                       where commit != seen && commit.Changes.EffectOn(key) is Effect.Sets or Effect.Deletes && Order.IsBefore(seen, commit)
                       select new MissedCommit(
                           commit, observation, key, seen, $"{key}={value} is seen, which a later commit has replaced.");

        // Concurrent commits are stored in one of both orders.
        var seenReplaced = from between in observation.Session.Observations
                           where between.IsLive && !between.HiddenKeys.Contains(key) && between.View.Values.GetValueOrDefault(key) != value
                           where facts.IsKnown(between.Period, Facts.AnyNode, observation.Period, observation.By.Node)
                           where IsKnown(facts, seen, between)
                           from replacement in commits
                           where replacement != seen && new MissedCommit(replacement, observation, key, seen, "").IsSeenBy(between)
                           select new MissedCommit(
                               replacement, observation, key, seen, $"{key}={value} is seen again, which was seen to be replaced.");
        return replaced.Concat(seenReplaced);
    }

    private static IEnumerable<MissedCommit> FindExpiry(Facts facts, Observation observation)
    {
        var bounds = new ExpiryBounds(facts, observation.Session, observation.Period);
        return observation.Session.Root.PossibleParent is not null
            || bounds.Candidates.Any(candidate => candidate.Expiry == observation.View.Expiry)
            ? []
            : bounds.Candidates.Where(static candidate => candidate.By.Certainty is Certainty.Certain)
                .Select(candidate => new MissedCommit(
                    candidate.By, observation, MissedCommit.ExpiryKey, null,
                    $"The expiry is '{observation.View.Expiry}', and not '{candidate.Expiry}'."));
    }

    private static bool IsKnown(Facts facts, Commit commit, Observation observation)
        => commit.Session != observation.Session
            || observation.IsCopy
            || (facts.Expectations.IsFresh && commit.KnownBy < observation.Period.Start)
            || facts.IsKnown(commit.Period, commit.By.Node, observation.Period, observation.By.Node);

    private static bool MayDelete(Commit deletion, string key, Commit commit, Observation observation)
        => deletion.Certainty is not Certainty.Never
            && deletion.Changes.EffectOn(key) is Effect.Deletes or Effect.MayDelete
            && !Order.IsBefore(deletion, commit)
            && deletion.Period.Start < observation.Period.End;
}

/// <summary>A commit that an observation does not contain.</summary>
/// <param name="Commit">The commit.</param>
/// <param name="Observation">The observation.</param>
/// <param name="Key">The key; <see langword="null"/> for the whole session.</param>
/// <param name="Instead">The commit whose value was observed.</param>
/// <param name="Message">The contradiction.</param>
internal sealed record MissedCommit(Commit Commit, Observation Observation, string? Key, Commit? Instead, string Message)
{
    /// <summary>Represents the expiry, which is not a value.</summary>
    public const string ExpiryKey = "expiry";

    /// <summary>Returns whether another observation contains any value of the commit, which is stored as a whole.</summary>
    public bool IsSeenBy(Observation observation)
        => Key is null
            || Commit.Changes.Values.Any(pair => observation.View.Values.GetValueOrDefault(pair.Key) == pair.Value)
            || (Key == ExpiryKey && observation.View.Expiry == Commit.Changes.Expiry)
            || (Commit.Changes.EffectOn(Key) is Effect.Deletes && !observation.View.Values.ContainsKey(Key));
}
