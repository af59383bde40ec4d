using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Sessions;

/// <summary>The values and changes of an open session.</summary>
public sealed class PendingChangesTests
{
    [Fact]
    public void Random_operations_agree_with_two_dictionaries()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var stored = RandomValues(random);
            var expected = new Dictionary<string, byte[]>(stored);
            var changes = new PendingChanges(1_000_000);
            changes.Reset(ToValues(stored));
            for (var step = 0; step < 30; step++)
            {
                Apply(random, changes, expected);
                AssertSame(expected, changes);
            }

            AssertChangesLeadFrom(stored, expected, changes);
        }
    }

    [Fact]
    public void A_session_over_the_limit_may_shrink()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(ToValues(new() { ["large"] = new byte[3000] }));

        changes.Set("large", new byte[2000]);

        Assert.Throws<InvalidOperationException>(() => changes.Set("large", new byte[2001]));
        Assert.Throws<InvalidOperationException>(() => changes.Set("new", new byte[1]));
    }

    [Fact]
    public void Keys_that_differ_from_the_stored_values_are_modified_even_after_Clear()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(ToValues(new() { ["same"] = [1], ["other"] = [2], ["gone"] = [3] }));

        changes.Clear();
        changes.Set("same", new byte[] { 1 });
        changes.Set("other", new byte[] { 9 });
        changes.Set("new", new byte[] { 4 });

        Assert.Equal(["gone", "new", "other"], changes.GetModifiedKeys().Order(StringComparer.Ordinal));
        Assert.False(changes.IsKeyModified("same"));
        Assert.True(changes.IsKeyModified("gone"));
    }

    [Fact]
    public void A_key_put_back_to_what_is_stored_is_no_change()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(ToValues(new() { ["a"] = [1] }));

        changes.Set("a", new byte[] { 2 });
        changes.Remove("a");
        changes.Set("a", new byte[] { 1 });
        changes.Set("b", new byte[] { 1 });
        changes.Remove("b");

        Assert.False(changes.IsModified);
        Assert.Empty(changes.GetChanges());
    }

    [Fact]
    public void With_stale_values_every_set_or_removed_key_is_a_change()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(ToValues(new() { ["a"] = [1] }), mayBeStale: true);
        Assert.False(changes.IsModified);

        changes.Set("a", new byte[] { 2 });
        changes.Set("a", new byte[] { 1 });
        changes.Remove("absent");
        changes.Set("b", new byte[] { 1 });
        changes.Remove("b");

        Assert.Equal(["a", "absent", "b"], changes.GetChanges().Select(change => change.Key));
        Assert.Equal(["a"], changes.GetKeys());
    }

    [Fact]
    public void Clear_of_stale_values_is_a_change_even_if_they_are_empty()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(SessionValues.Empty, mayBeStale: true);

        changes.Clear();

        Assert.True(changes.IsCleared);
    }

    [Fact]
    public void Committed_values_are_not_stale()
    {
        var changes = new PendingChanges(1000);
        changes.Reset(SessionValues.Empty, mayBeStale: true);
        changes.Reset(ToValues(new() { ["a"] = [1] }));

        changes.Set("a", new byte[] { 1 });
        changes.Remove("absent");
        changes.Clear();
        changes.Set("a", new byte[] { 1 });

        Assert.Equal(["a"], changes.GetChanges().Select(change => change.Key));
        Assert.Empty(changes.GetModifiedKeys());
    }

    [Fact]
    public void The_limit_counts_what_would_be_stored_to_the_byte()
    {
        var value = new byte[50];
        var size = SessionValues.From([new("key", value)]).Payload.Length;
        var changes = new PendingChanges(size);

        changes.Set("key", value);
        changes.Set("key", new byte[49]);
        changes.Set("key", Enumerable.Repeat((byte)7, 50).ToArray());

        Assert.Throws<InvalidOperationException>(() => changes.Set("key", new byte[51]));
        Assert.Throws<InvalidOperationException>(() => changes.Set("k", Array.Empty<byte>()));
        Assert.Equal(size, changes.ToValues().Payload.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Changes_that_were_passed_to_an_engine_are_not_affected_by_later_ones(int count)
    {
        var changes = new PendingChanges(100_000);
        for (var i = count; i > 0; i--)
        {
            changes.Set($"key{i}", new byte[] { 1 });
        }

        var handedOut = changes.GetChanges();
        var before = handedOut.Select(change => (change.Key, Value: change.Value!.Value.ToArray()[0])).ToArray();
        changes.Set("key1", new byte[] { 2 });
        changes.Set("another", new byte[] { 3 });
        changes.Remove($"key{count}");

        Assert.Equal(count, before.Length);
        Assert.All(before, change => Assert.Equal(1, change.Value));
        Assert.Equal(before, handedOut.Select(change => (change.Key, change.Value!.Value.ToArray()[0])));
        Assert.Contains(changes.GetChanges(), change => change.Key == "another");
    }

    [Fact]
    public void Reserved_keys_are_not_shown()
    {
        var changes = new PendingChanges(1000);
        changes.Set(ReservedKeys.Prefix + "mark", new byte[] { 1 });
        changes.Set("mine", new byte[] { 1 });

        Assert.Equal(["mine"], changes.GetKeys());
        Assert.Equal(["mine"], changes.GetModifiedKeys());
        Assert.Equal(2, changes.ToValues().Count);
    }

    private static void Apply(Random random, PendingChanges changes, Dictionary<string, byte[]> expected)
    {
        var key = "k" + random.Next(6);
        switch (random.Next(12))
        {
            case 0:
                changes.Clear();
                expected.Clear();
                break;
            case < 5:
                changes.Remove(key);
                expected.Remove(key);
                break;
            default:
                byte[] value = [(byte)random.Next(3)];
                changes.Set(key, value);
                expected[key] = value;
                break;
        }
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, PendingChanges changes)
    {
        Assert.Equal(expected.Keys.Order(), changes.GetKeys().Order());
        foreach (var (key, value) in expected)
        {
            Assert.True(changes.TryGet(key, out var actual));
            Assert.Equal(value, actual.ToArray());
        }
    }

    // The changes applied to the loaded values are the expected values, and exactly the keys that differ are modified.
    private static void AssertChangesLeadFrom(
        Dictionary<string, byte[]> stored, Dictionary<string, byte[]> expected, PendingChanges changes)
    {
        var result = ToValues(stored).With(changes.GetChanges(), changes.IsCleared);
        Assert.Equal(ToValues(expected).Payload.ToArray(), result.Payload.ToArray());
        Assert.Equal(result.Payload.ToArray(), changes.ToValues().Payload.ToArray());

        var differing = stored.Keys.Union(expected.Keys)
            .Where(key => !stored.TryGetValue(key, out var before)
                || !expected.TryGetValue(key, out var after)
                || !before.AsSpan().SequenceEqual(after));
        Assert.Equal(differing.Order(), changes.GetModifiedKeys().Order());
    }

    private static Dictionary<string, byte[]> RandomValues(Random random)
        => Enumerable.Range(0, random.Next(5)).ToDictionary(i => "k" + i, _ => new[] { (byte)random.Next(3) });

    private static SessionValues ToValues(Dictionary<string, byte[]> values)
        => SessionValues.From(values.Select(entry => KeyValuePair.Create(entry.Key, (ReadOnlyMemory<byte>)entry.Value)));
}
