using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.ValuesRoundTrip"/>: a value that is read was committed under that key, in that session or one that it continues, by
/// a request that did not fail; and the owner and the expiry were set.
/// </summary>
internal static class ValueRule
{
    public static IEnumerable<Violation> Check(Facts facts)
        => from observation in facts.Observations
           where observation.IsLive && observation.Session.Origin is not null
           from message in FindProblems(facts, observation)
           select new Violation(Promise.ValuesRoundTrip, message.Text, [message.Writer, observation.By]);

    private static IEnumerable<(string Text, object? Writer)> FindProblems(Facts facts, Observation observation)
    {
        foreach (var (key, value) in observation.View.Values.Where(pair => !observation.HiddenKeys.Contains(pair.Key)))
        {
            var write = facts.FindWrite(value);
            if (FindProblem(facts, write, key, observation) is { } problem)
            {
                yield return ($"{key}={value} is seen, which {problem}.", write?.By);
            }
        }

        var session = observation.Session;
        if (!observation.IsCopy && observation.View.Owner != session.Owner)
        {
            yield return ($"The owner {observation.View.Owner} is seen, not {session.Owner}.", session.Origin!.By);
        }

        if (!observation.IsCopy && !IsExpiryPossible(observation))
        {
            yield return ($"The expiry '{observation.View.Expiry}' is seen, which no one set.", session.Origin!.By);
        }
    }

    // Without conditional writes, a node can read a value that another node stores and reverts.
    private static string? FindProblem(Facts facts, Write? write, string key, Observation observation) => write switch
    {
        null => "no one set",
        _ when write.Key != key => $"was set under {write.Key}",
        { Commit: null } => "was never committed",
        { Commit.Certainty: Certainty.Never } when !facts.IsContended(observation.Session) => "was set by a request that stored nothing",
        { Commit: var commit } when !MayContinue(observation.Session, commit.Session, key) => "was set in another session",
        { Commit: var commit } when commit.Period.Start > observation.Period.End => "was set later",
        _ => null,
    };

    // A part that a request sets before it continues from a closed copy hides the copy's parts, with which it is merged later.
    private static bool MayContinue(TokenSession session, TokenSession other, string key)
        => session.Path.Contains(other)
            || (Notebook.IsPart(key) && session.Path.Any(ancestor => ancestor.PossibleParent?.Path.Contains(other) == true));

    private static bool IsExpiryPossible(Observation observation)
        => observation.View.Expiry == SessionExpiry.Default
            || observation.Session.Root.PossibleParent is not null
            || observation.Session.PathCommits.Any(
                commit => commit.Certainty is not Certainty.Never && commit.Changes.Expiry == observation.View.Expiry);
}
