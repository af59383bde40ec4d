using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.ExpiryIsHonoured"/>: no request reads a session at or after its latest possible expiry, and the expiry of the
/// record and of the cookie are possible ones. (<see cref="Promise.NoLostUpdate"/> requires that it exists until then.)
/// </summary>
internal static class ExpiryRule
{
    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static IEnumerable<Violation> Check(Facts facts)
    {
        var observations = facts.Observations.Where(
            static observation => observation is { IsLive: true, IsCopy: false, Session.Origin: not null });
        foreach (var observation in observations)
        {
            if (!facts.IsContended(observation.Session) && FindProblem(facts, observation) is { } problem)
            {
                yield return new Violation(Promise.ExpiryIsHonoured, problem, [observation.Session.Origin!.By, observation.By]);
            }
        }

        var answers = facts.Interactions.Where(static interaction => interaction is { Received: not null, Kind: InteractionKind.Request });
        foreach (var interaction in answers)
        {
            if (!facts.IsContended(facts.GetSession(interaction.Received!)) && FindProblem(facts, interaction) is { } problem)
            {
                yield return new Violation(Promise.ExpiryIsHonoured, problem, interaction);
            }
        }

        if (facts.History.Leftovers > 0)
        {
            yield return new Violation(Promise.ExpiryIsHonoured, $"{facts.History.Leftovers} sessions are left when all have expired.");
        }
    }

    private static string? FindProblem(Facts facts, Observation observation)
    {
        var bounds = new ExpiryBounds(facts, observation.Session, observation.Period, observation.By);
        var root = observation.Session.Root;
        if (observation.Period.From >= bounds.Latest)
        {
            return $"A session is seen at {observation.Period.From:O} that ended at {bounds.Latest:O} at the latest.";
        }

        if (observation.View.ExpiresAt < bounds.Earliest || observation.View.ExpiresAt > bounds.Latest)
        {
            return $"The session ends at {observation.View.ExpiresAt:O}, which is not from {bounds.Earliest:O} to {bounds.Latest:O}.";
        }

        return root.PossibleParent is null
            && (observation.View.CreatedAt < root.Origin?.Period.From || observation.View.CreatedAt > root.Origin?.Period.To)
            ? $"The session began at {observation.View.CreatedAt:O}, and not when it was first stored." : null;
    }

    // Cookies have expiries in whole seconds.
    private static string? FindProblem(Facts facts, Interaction interaction)
    {
        var bounds = new ExpiryBounds(facts, facts.GetSession(interaction.Received!), interaction.Period);
        if (bounds.Candidates.Count == 0)
        {
            return null;
        }

        var isWithBrowser = bounds.Candidates.Select(candidate => candidate.Expiry.IsWithBrowser
            || (facts.Expectations.HasOtherOptions && candidate.Expiry == SessionExpiry.Default)).ToArray();
        var isExpected = interaction.MaxAge is not { } age ? isWithBrowser.Contains(true)
            : isWithBrowser.Contains(false)
                && interaction.Period.To + age >= bounds.Earliest - OneSecond
                && interaction.Period.From + age <= bounds.Latest + OneSecond;
        return isExpected ? null
            : $"The cookie lives for {interaction.MaxAge}, and its session from {bounds.Earliest:O} to {bounds.Latest:O}.";
    }
}
