using TypedSessions.Tests.Proof.Promises.Recording;
using TypedSessions.Tests.Proof.Promises.Workload;

namespace TypedSessions.Tests.Proof.Promises.Checking.Rules;

/// <summary>
/// <see cref="Promise.ReadYourWrites"/>: after each operation, an interaction reads the previous values with the operation's change.
/// </summary>
internal static class ReadYourWritesRule
{
    public static IEnumerable<Violation> Check(Facts facts)
        => from interaction in facts.Interactions
           from step in FindContradictions(interaction, facts.Expectations.IsFresh)
           select new Violation(Promise.ReadYourWrites, $"After {step.Operation}, it sees {step.View}.", interaction);

    private static IEnumerable<Step> FindContradictions(Interaction interaction, bool isFresh)
    {
        var isAsLoaded = interaction.Kind is not InteractionKind.Find && isFresh;
        var (before, stored) = (View.Nothing, View.Nothing);
        var own = new Dictionary<string, string?>();
        foreach (var step in interaction.Steps)
        {
            var isExpected = step == interaction.Steps[0] || IsExpected(step, before, stored, own, interaction.Outcome);
            isAsLoaded &= step.Operation is Operation.Look or Operation.Set or Operation.SetAgain or Operation.Remove
                or Operation.Clear or Operation.SetExpiry;
            if (!isExpected || (isAsLoaded && !IsModificationExpected(step.View, interaction.Steps[0].View)))
            {
                yield return step;
            }

            before = step.View;
            stored = step == interaction.Steps[0] || step.Operation is Operation.Commit or Operation.StartResponse ? step.View : stored;
        }
    }

    private static bool IsExpected(Step step, View before, View stored, Dictionary<string, string?> own, Outcome outcome)
    {
        var after = step.View;
        switch (step.Operation)
        {
            case Operation.Set set:
                own[set.Key] = set.Value;
                return Same(after, before.Values.Where(pair => pair.Key != set.Key).Append(new(set.Key, set.Value)));
            case Operation.Remove remove:
                Forget(own, remove.Key, stored);
                return Same(after, before.Values.Where(pair => pair.Key != remove.Key));
            case Operation.Clear or Operation.Abandon:
                foreach (var key in before.Values.Keys)
                {
                    Forget(own, key, stored);
                }

                return Same(after, []) && (step.Operation is Operation.Clear || after is { IsNew: true, Owner: null });
            case Operation.SetOwner set when after.Owner != set.Owner:
            case Operation.SetExpiry expiry when after.Expiry != expiry.Expiry:
                return false;
            case Operation.RegenerateId or Operation.SetOwner when before.IsNew:
                // The values of a closed copy may appear in addition to the request's own.
                return before.Values.All(pair => after.Values.GetValueOrDefault(pair.Key) == pair.Value);
            case Operation.Commit or Operation.StartResponse:
                // Changes of other requests may appear, and nothing is promised for an ended session.
                var shown = own.All(pair => after.Values.GetValueOrDefault(pair.Key) == pair.Value);
                own.Clear();
                return shown || outcome is Outcome.Gone;
            default:
                return Same(after, before.Values) && (step.Operation is not Operation.Look || before.Owner == after.Owner);
        }
    }

    // Up to the first commit or rotation, keys that differ from the loaded ones are modified. An engine with stale loads stores more. An
    // object without parts is a value that no view contains.
    private static bool IsModificationExpected(View view, View loaded)
    {
        var modified = Notebook.AllKeys.Where(key => loaded.Values.GetValueOrDefault(key) != view.Values.GetValueOrDefault(key))
            .Select(Notebook.GetStoredKey)
            .ToHashSet();
        return modified.IsSubsetOf(view.ModifiedKeys)
            && view.ModifiedKeys.All(key => modified.Contains(key) || Notebook.HasParts(key))
            && (view is { IsNew: true, Values.Count: 0 } ? view.IsEmpty || view.ModifiedKeys.Any(Notebook.HasParts) : !view.IsEmpty);
    }

    // The removal of an absent value is not a change.
    private static void Forget(Dictionary<string, string?> own, string key, View stored)
    {
        own.Remove(key);
        if (stored.Values.ContainsKey(key))
        {
            own[key] = null;
        }
    }

    private static bool Same(View view, IEnumerable<KeyValuePair<string, string>> expected)
    {
        var count = 0;
        foreach (var (key, value) in expected)
        {
            count++;
            if (view.Values.GetValueOrDefault(key) != value)
            {
                return false;
            }
        }

        return count == view.Values.Count;
    }
}
