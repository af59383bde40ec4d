using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.RefusalsAreTrue"/>: a request fails only if the engine has failed, reports a session as gone only if it has ended,
/// and has no other errors.
/// </summary>
internal static class RefusalRule
{
    public static IEnumerable<Violation> Check(Facts facts)
    {
        foreach (var interaction in facts.Interactions)
        {
            if (FindProblem(facts, interaction) is { } problem)
            {
                yield return new Violation(Promise.RefusalsAreTrue, problem, interaction);
            }
        }

        foreach (var removal in facts.History.Removals.Where(removal => removal.HasFound is null && !HasFailure(facts, removal.Period)))
        {
            yield return new Violation(Promise.RefusalsAreTrue, "A removal fails, and the engine did not.", removal);
        }
    }

    private static string? FindProblem(Facts facts, Interaction interaction) => interaction.Outcome switch
    {
        Outcome.Unexpected => "No promise allows this answer.",
        Outcome.Failed when !HasFailure(facts, interaction.Period) => "A failure is reported, and the engine did not fail.",
        Outcome.Gone when !interaction.EndsByExpiry
            && !interaction.Tokens.Any(token => facts.MayHaveEnded(facts.GetSession(token), interaction.Period))
            => "A session is reported as gone that nothing has ended.",
        _ => null,
    };

    private static bool HasFailure(Facts facts, Period period)
        => facts.History.Failures.Exists(position => position > period.Start && position < period.End);
}
