using TypedSessions.Tests.Proof.Promises.Recording;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.OneLoad"/>: a request without a well-formed token or without use of the session makes no engine call before it has
/// changes to store, and a request with a session and only one token loads it once.
/// </summary>
internal static class CostRule
{
    private const string Load = "load";

    public static IEnumerable<Violation> Check(Facts facts)
        => from interaction in facts.Interactions
           where facts.Expectations.KeepsRecords && interaction.Kind is InteractionKind.Request && FindProblem(facts, interaction)
           select new Violation(
               Promise.OneLoad,
               $"The engine is called {interaction.Calls.Count} times: {string.Join(", ", interaction.Calls)}.", interaction);

    private static bool FindProblem(Facts facts, Interaction interaction)
    {
        if (interaction.Steps.Count == 0)
        {
            // The request may have failed before its code ran, or renew the session without using it.
            return interaction is { Outcome: not Outcome.Failed, Calls.IsEmpty: false } && !facts.Expectations.HasOtherOptions;
        }

        if (interaction.Tokens.All(static token => token == Interaction.MalformedToken))
        {
            return interaction.Calls.Contains(Load);
        }

        var mayLookForOthers = interaction.Does<Operation.RegenerateId>()
            || interaction.Does<Operation.SetOwner>()
            || interaction.Does<Operation.Abandon>();
        return interaction is { Tokens.Count: 1, Steps: [{ View.IsNew: false }, ..] } && !mayLookForOthers
            && interaction.Calls.Count(static call => call == Load) != 1;
    }
}
