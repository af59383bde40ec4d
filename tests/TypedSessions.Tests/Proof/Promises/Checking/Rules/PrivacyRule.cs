using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.ResponsesArePrivate"/>: a response is marked as private exactly if its request used the session. Responses to
/// failures are ignored, because they do not have the application's headers.
/// </summary>
internal static class PrivacyRule
{
    public static IEnumerable<Violation> Check(Facts facts)
        => from interaction in facts.Interactions
           where interaction is { Kind: InteractionKind.Request, Outcome: Outcome.Saved or Outcome.Gone }
           where interaction.IsPrivate != (interaction.Steps.Count > 0) && !facts.Expectations.HasOtherOptions
           select new Violation(
               Promise.ResponsesArePrivate, $"The response is {(interaction.IsPrivate ? "" : "not ")}private.", interaction);
}
