using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.OneRotation"/>: a session with an owner continues under one new token. Requests with the old token may also
/// continue a session without an owner, until its closed copy expires and while a session that continued from it is alive.
/// </summary>
internal static class OneRotationRule
{
    public static IEnumerable<Violation> Check(Facts facts)
    {
        foreach (var session in facts.Sessions.Where(session => facts.Expectations.KeepsRecords && !facts.IsContended(session)))
        {
            var continuations = session.Children.Where(static child => child.Origin!.Certainty is Certainty.Certain).ToArray();
            if (session.Owner is not null && continuations.Length > 1)
            {
                yield return new Violation(
                    Promise.OneRotation, "A session with an owner continues under two tokens.",
                    [.. continuations.Select(static child => child.Origin!.By)]);
            }

            foreach (var copy in session.Observations.Where(static observation => observation.IsCopy))
            {
                if (FindProblem(facts, copy) is { } problem)
                {
                    yield return new Violation(Promise.OneRotation, problem, [session.Origin?.By, copy.By]);
                }
            }
        }
    }

    private static string? FindProblem(Facts facts, Observation copy)
    {
        var session = copy.Session;
        var rotations = session.Endings
            .Where(ending => ending.Kind is EndingKind.Rotated && ending.Period.Start < copy.Period.End && ending.By != copy.By)
            .ToArray();
        if (rotations.Length == 0)
        {
            return "A request continues from a session that was not rotated.";
        }

        if (session.Owner is not null)
        {
            return "A request continues from a session that has an owner.";
        }

        // The copy must exist when it is loaded and when the new session is stored.
        var end = rotations.Max(static ending => ending.Period.To) + Expectations.RotationGrace;
        if (copy.By.Loading.From >= end || session.Children.Exists(child => child.Origin is { Certainty: Certainty.Certain } made
            && made.By == copy.By && made.Period.From >= end))
        {
            return "A request continues from a closed copy whose time is over.";
        }

        return session.Children.Exists(child => child.Origin!.By != copy.By && MayLive(facts, child, copy))
            ? null
            : "A request continues from a session whose continuations have all ended.";
    }

    private static bool MayLive(Facts facts, TokenSession session, Observation at)
        => session.Children.Exists(child => MayLive(facts, child, at))
            || (at.By.Loading.From < new ExpiryBounds(facts, session, at.By.Loading, at.By).Latest
                && !facts.FindEndings(session).Any(found => found.Certainty is Certainty.Certain
                    && facts.IsKnown(session, found.Ending, at.By.Loading, at.By.Node)));
}
