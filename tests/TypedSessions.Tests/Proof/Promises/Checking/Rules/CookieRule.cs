using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.CookiesFollowTheSession"/>: a request whose session another request has ended or rotated neither sends nor deletes
/// a cookie, because that could race with the cookie of a new sign-in.
/// </summary>
internal static class CookieRule
{
    public static IEnumerable<Violation> Check(Facts facts)
        => from interaction in facts.Interactions
           let problem = FindProblem(facts, interaction)
           where problem is not null
           select new Violation(Promise.CookiesFollowTheSession, problem, interaction);

    private static string? FindProblem(Facts facts, Interaction interaction)
    {
        var endsSession = interaction.Does<Operation.Abandon>() || interaction.EndsByExpiry;
        var isRefused = interaction.Tokens.All(static token => token == Interaction.MalformedToken)
            || (!facts.Expectations.KeepsRecords && interaction.Steps is [{ View.IsNew: true }, ..]);
        if (interaction.DeletesCookie && !endsSession && !isRefused && !HasExpired(facts, interaction))
        {
            return "A cookie is deleted by a request that did not end its session.";
        }

        if (interaction is { Outcome: Outcome.Gone, Received: not null } && !interaction.Does<Operation.Commit>())
        {
            return "A cookie is sent by a request whose session is gone.";
        }

        var isAboutIdentity = endsSession || interaction.Does<Operation.RegenerateId>() || interaction.Does<Operation.SetOwner>();
        if (interaction.NewToken is null || isAboutIdentity || !facts.Expectations.KeepsRecords)
        {
            return null;
        }

        return interaction.Steps is [{ View.IsNew: false }, ..] ? "A new token is sent, and the session was not to get one."
            : interaction.Tokens.Any(token => IsClosedThroughout(facts, facts.GetSession(token), interaction))
                ? "A cookie is sent by a request that presents a closed copy." : null;
    }

    private static bool HasExpired(Facts facts, Interaction interaction)
        => interaction.Steps.Exists(step => step.View.ExpiresAt <= interaction.Period.To)
            || interaction.Tokens.Any(
                token => interaction.Period.To >= new ExpiryBounds(facts, facts.GetSession(token), interaction.Period).Earliest);

    private static bool IsClosedThroughout(Facts facts, TokenSession session, Interaction interaction)
        => !facts.IsContended(session) && session.Endings.Exists(
            ending => ending is { Kind: EndingKind.Rotated, Certainty: Certainty.Certain }
            && facts.IsKnown(ending.Period, ending.Node, interaction.Loading, interaction.Node)
            && interaction.Period.To < ending.Period.From + Expectations.RotationGrace);
}
