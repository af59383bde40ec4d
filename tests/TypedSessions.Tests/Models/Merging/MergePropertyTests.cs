using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Models.Merging;

/// <summary>Properties of merges of random values. A failure prints the seed that repeats it.</summary>
public sealed class MergePropertyTests
{
    private static readonly int Cases = LongForm.MergeCases(unlessSet: 20_000) / 5;

    private static readonly SessionProperty<List<int>> Numbers = MergeTest.Property<List<int>>(SessionMergePlan.List());
    private static readonly SessionProperty<HashSet<int>> Sets = MergeTest.Property<HashSet<int>>(SessionMergePlan.Set);
    private static readonly SessionProperty<Dictionary<string, int>> Entries =
        MergeTest.Property<Dictionary<string, int>>(SessionMergePlan.Dictionary());

    private static readonly SessionProperty<List<ListMergeTests.Line>> Lines = MergeTest.Property<List<ListMergeTests.Line>>(
        SessionMergePlan.List("Id", SessionMergePlan.Object()));

    private static readonly SessionProperty<ValueMergeTests.Wizard> Wizards = MergeTest.Property<ValueMergeTests.Wizard>(
        SessionMergePlan.Object(("Answers", SessionMergePlan.Dictionary()), ("Step", SessionMergePlan.Object())));

    // One request changes even numbers and the other one odd numbers.
    private static readonly Gen<Edit> Edits = Gen.Select(
        Gen.Int[0, 12].List[0, 8], Gen.Int[13, 24].List[0, 5], Gen.Int[0, 12].List[0, 5], Gen.Int[0, 12].List[0, 5],
        static (before, added, removed, changed) => new Edit([.. before.Distinct()], [.. added.Distinct()], removed, changed));

    [Fact]
    public void Disjoint_changes_of_a_list_commute_and_equal_sequential_ones()
        => Edits.Sample(
            static edit => AssertCommute(
                Numbers,
                edit,
                static list => [.. list],
                static (list, edit, parity) => edit.Apply(list, parity),
                static list => list.Order()),
            iter: Cases);

    [Fact]
    public void Disjoint_changes_of_a_set_commute_and_equal_sequential_ones()
        => Edits.Sample(
            static edit => AssertCommute(
                Sets,
                edit,
                static list => [.. list],
                static (set, edit, parity) => [.. edit.Apply([.. set], parity)],
                static set => set.Order()),
            iter: Cases);

    [Fact]
    public void Disjoint_changes_of_a_dictionary_commute_and_equal_sequential_ones()
        => Edits.Sample(
            static edit => AssertCommute(
                Entries,
                edit,
                static list => list.ToDictionary(static number => $"k{number}"),
                static (entries, edit, parity) => edit.Change(
                    entries,
                    parity,
                    static (entries, number) => entries.TryAdd($"k{number}", number),
                    static (entries, number) => entries.Remove($"k{number}"),
                    static (entries, number) => _ = entries.ContainsKey($"k{number}") ? entries[$"k{number}"] += 100 : 0),
                static entries => entries.Select(static entry => $"{entry.Key}:{entry.Value}").Order(StringComparer.Ordinal)),
            iter: Cases);

    [Fact]
    public void Disjoint_changes_of_identified_elements_commute_and_equal_sequential_ones()
        => Edits.Sample(
            static edit => AssertCommute(
                Lines,
                edit,
                static list => [.. list.Select(static number => new ListMergeTests.Line { Id = number + 1 })],
                static (lines, edit, parity) => edit.Change(
                    lines,
                    parity,
                    static (lines, number) => lines.Insert(number % (lines.Count + 1), new ListMergeTests.Line { Id = number + 1 }),
                    static (lines, number) => lines.RemoveAll(line => line.Id == number + 1),
                    static (lines, number) => lines.FindAll(line => line.Id == number + 1).ForEach(static line => line.Count++)),
                static lines => lines.Select(static line => $"{line.Id}:{line.Count}").Order(StringComparer.Ordinal)),
            iter: Cases);

    [Fact]
    public void Any_two_changes_give_a_value_that_can_be_read()
        => Gen.Select(RandomWizard(2), RandomWizard(2), RandomWizard(2)).Sample(
            static wizards =>
            {
                var (before, mine, theirs) = (wizards.Item1!, wizards.Item2!, wizards.Item3!);
                var merged = Merge(Wizards, before, mine, theirs);
                Assert.NotNull(merged);
                AssertSame(theirs, Merge(Wizards, before, before, theirs));
                AssertSame(mine, Merge(Wizards, before, mine, before));
            },
            iter: Cases);

    [Fact]
    public void Without_a_plan_the_later_commit_is_stored_byte_by_byte()
        => Gen.Select(Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 20], Gen.Bool).Sample(
            static (stored, set, removes) =>
            {
                var values = SessionValues.From([KeyValuePair.Create("a", new ReadOnlyMemory<byte>(stored))]);
                var change = new SessionValueChange("a", removes ? default(ReadOnlyMemory<byte>?) : set);
                var changes = new SessionChanges { Values = new[] { change }, ExpiresAt = DateTimeOffset.MaxValue };
                var merged = MergedChanges.Create(values, changes);
                Assert.Equal(values.With([change]).Payload.ToArray(), values.With(merged.Values.Span).Payload.ToArray());
            },
            iter: Cases);

    private static Gen<ValueMergeTests.Wizard?> RandomWizard(int depth)
        => Gen.Select(
            Gen.String[0, 3],
            Gen.Int[0, 3],
            Gen.Dictionary(Gen.String[Gen.Char['a', 'd'], 1, 1], Gen.String[0, 2])[0, 4],
            depth == 0 ? Gen.Const(static () => (ValueMergeTests.Wizard?)null) : RandomWizard(depth - 1),
            static (name, age, answers, step) => (ValueMergeTests.Wizard?)new ValueMergeTests.Wizard
            {
                Name = name,
                Age = age,
                Answers = answers,
                Step = step,
            });

    private static void AssertCommute<T, TItem>(
        SessionProperty<T> property,
        Edit edit,
        Func<List<int>, T> create,
        Func<T, Edit, int, T> apply,
        Func<T, IEnumerable<TItem>> show)
    {
        var before = create(edit.Before);
        var even = apply(create(edit.Before), edit, 0);
        var odd = apply(create(edit.Before), edit, 1);
        var sequential = show(apply(apply(create(edit.Before), edit, 0), edit, 1)).ToArray();
        Assert.Equal(sequential, show(Merge(property, before, odd, even)));
        Assert.Equal(sequential, show(Merge(property, before, even, odd)));
    }

    private static T Merge<T>(SessionProperty<T> property, T before, T mine, T theirs)
    {
        if (Show(mine) == Show(before))
        {
            return theirs;
        }

        var merged = MergeTest.MergeWithOverlap(property, Show(before), Show(mine), Show(theirs));
        return JsonSerializer.Deserialize<T>(merged.Value!)!;
    }

    private static string Show<T>(T value) => JsonSerializer.Serialize(value);

    private static void AssertSame<T>(T expected, T actual)
        => Assert.True(
            JsonNode.DeepEquals(JsonNode.Parse(Show(expected)), JsonNode.Parse(Show(actual))), $"{Show(expected)}\n{Show(actual)}");

    /// <summary>The changes of two requests, one of even numbers and one of odd numbers.</summary>
    private sealed record Edit(List<int> Before, List<int> Added, List<int> Removed, List<int> Changed)
    {
        public List<int> Apply(List<int> list, int parity)
            => Change(
                list,
                parity,
                static (list, number) => list.Add(number),
                static (list, number) => list.Remove(number),
                static (_, _) => { });

        public T Change<T>(T value, int parity, Action<T, int> add, Action<T, int> remove, Action<T, int> change)
        {
            Select(Changed, parity).ForEach(number => change(value, number));
            Select(Removed, parity).ForEach(number => remove(value, number));
            Select(Added, parity).ForEach(number => add(value, number));
            return value;
        }

        private static List<int> Select(List<int> numbers, int parity) => numbers.FindAll(number => number % 2 == parity);
    }
}
