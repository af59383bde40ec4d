using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.NoEmptySessions"/>: a visitor without a session or values gets no session, and every stored session belongs to a
/// token that a client has received, or was created by a failed commit.
/// </summary>
internal static class NoEmptySessionsRule
{
    public static IEnumerable<Violation> Check(Facts facts)
    {
        var beginnings = facts.Interactions.Where(static interaction => interaction.NewToken is not null && SetNothing(interaction));
        foreach (var interaction in beginnings)
        {
            yield return new Violation(Promise.NoEmptySessions, "A session begins in which nothing was set.", interaction);
        }

        var ids = facts.Sessions.Where(static session => session.Origin is not null).Select(static session => session.Id!).ToHashSet();
        foreach (var listed in facts.History.Listed ?? [])
        {
            if (!ids.Contains(listed.Id!) && !facts.SessionsWithoutId.Any(session => IsMadeBy(facts, listed, session)))
            {
                yield return new Violation(Promise.NoEmptySessions, $"A session is stored that no one began: {listed}.");
            }
        }
    }

    // A rotation may continue a session without values. An object without parts is a value.
    private static bool SetNothing(Interaction interaction)
        => !interaction.Does<Operation.RegenerateId>()
            && !interaction.Does<Operation.SetOwner>()
            && !interaction.Does<Operation.Commit>()
            && !interaction.Steps.Exists(static step => step.Operation is Operation.Remove removal && Notebook.IsPart(removal.Key))
            && interaction.Steps.TrueForAll(static step => step.View is { IsNew: true })
            && interaction.Steps is [] or [.., { View: { Owner: null, Values.Count: 0 } }];

    private static bool IsMadeBy(Facts facts, View listed, TokenSession session)
        => listed.Values.Values.All(value => facts.FindWrite(value)?.Commit is { } commit && session.Path.Contains(commit.Session));
}
