namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.GoneIsFinal"/>: after the end of a session was acknowledged or observed, no token gives access to it. A rotation
/// ends the access of the old token; any other end also ends the sessions that continued from this one.
/// </summary>
internal static class GoneIsFinalRule
{
    public static IEnumerable<Violation> Check(Facts facts)
        => from session in facts.Sessions
           where session.Origin is not null && facts.Expectations.KeepsRecords && !facts.IsContended(session)
           from observation in session.Observations
           where observation is { IsLive: true, IsCopy: false }
           from violation in FindContradictions(facts, observation).Take(1)
           select violation;

    private static IEnumerable<Violation> FindContradictions(Facts facts, Observation observation)
    {
        var session = observation.Session;
        foreach (var (ending, certainty) in facts.FindEndings(session))
        {
            if (certainty is Certainty.Certain && facts.IsKnown(session, ending, observation.Period, observation.By.Node))
            {
                yield return new Violation(
                    Promise.GoneIsFinal, $"A session is seen that was {ending.Kind} before.",
                    [session.Origin!.By, ending.By, observation.By]);
            }
        }

        // An engine that does not read its copy while its cache fails may return it later.
        foreach (var missing in session.Observations.Where(static other => !other.IsLive))
        {
            if (facts.IsKnown(missing.Period, Facts.AnyNode, observation.Period, observation.By.Node))
            {
                yield return new Violation(
                    Promise.GoneIsFinal, "A session is seen that was seen to be gone.", [session.Origin!.By, missing.By, observation.By]);
            }
        }
    }
}
