namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.TokensAreIssued"/>: only requests with its token read a session, no session gets a token that was already
/// presented, and tokens that the library did not send give access to nothing.
/// </summary>
internal static class TokenRule
{
    public static IEnumerable<Violation> Check(Facts facts)
    {
        foreach (var interaction in facts.Foreign)
        {
            yield return new Violation(Promise.TokensAreIssued, "A session is seen whose token was not presented.", interaction);
        }

        foreach (var observation in facts.Observations.Where(static observation => observation is { IsLive: true, Session.Origin: null }))
        {
            yield return new Violation(Promise.TokensAreIssued, "A token that was never sent gives access to a session.", observation.By);
        }

        foreach (var interaction in facts.Interactions)
        {
            if (interaction is { Received: not null, NewToken: null, Steps: [{ View.IsNew: true }, ..] })
            {
                yield return new Violation(Promise.TokensAreIssued, "A session begins under the token that was presented.", interaction);
            }

            var known = interaction.NewToken is null ? null : facts.Interactions.FirstOrDefault(other => other != interaction
                && (other.NewToken == interaction.NewToken
                    || (other.Period.End < interaction.Saving.Start && other.Tokens.Contains(interaction.NewToken))));
            if (known is not null)
            {
                yield return new Violation(Promise.TokensAreIssued, "A new token was known before.", known, interaction);
            }
        }
    }
}
