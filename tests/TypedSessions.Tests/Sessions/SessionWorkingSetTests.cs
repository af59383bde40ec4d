using TypedSessions.Sessions;
using TypedSessions.Storage;

namespace TypedSessions.Tests.Sessions;

/// <summary>The values of a session while it is used.</summary>
public sealed class SessionWorkingSetTests
{
    [Fact]
    public void Random_operations_agree_with_two_dictionaries()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var stored = RandomValues(random);
            var expected = new Dictionary<string, byte[]>(stored);
            var working = new SessionWorkingSet(1_000_000);
            working.Reset(ToValues(stored));
            for (var step = 0; step < 30; step++)
            {
                Apply(random, working, expected);
                AssertSame(expected, working);
            }

            AssertChangesLeadFrom(stored, expected, working);
        }
    }

    [Fact]
    public void What_is_over_the_limit_already_may_shrink()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(ToValues(new() { ["large"] = new byte[3000] }));

        working.Set("large", new byte[2000]);

        Assert.Throws<InvalidOperationException>(() => working.Set("large", new byte[2001]));
        Assert.Throws<InvalidOperationException>(() => working.Set("new", new byte[1]));
    }

    [Fact]
    public void Modified_keys_are_those_that_differ_from_what_is_stored_also_after_a_clear()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(ToValues(new() { ["same"] = [1], ["other"] = [2], ["gone"] = [3] }));

        working.Clear();
        working.Set("same", new byte[] { 1 });
        working.Set("other", new byte[] { 9 });
        working.Set("new", new byte[] { 4 });

        Assert.Equal(["gone", "new", "other"], working.GetModifiedKeys().Order(StringComparer.Ordinal));
        Assert.False(working.IsKeyModified("same"));
        Assert.True(working.IsKeyModified("gone"));
    }

    [Fact]
    public void A_key_put_back_to_what_is_stored_is_no_change()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(ToValues(new() { ["a"] = [1] }));

        working.Set("a", new byte[] { 2 });
        working.Remove("a");
        working.Set("a", new byte[] { 1 });
        working.Set("b", new byte[] { 1 });
        working.Remove("b");

        Assert.False(working.IsModified);
        Assert.Empty(working.GetChanges());
    }

    [Fact]
    public void Of_stale_values_every_key_that_is_set_or_removed_is_a_change()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(ToValues(new() { ["a"] = [1] }), mayBeStale: true);
        Assert.False(working.IsModified);

        working.Set("a", new byte[] { 2 });
        working.Set("a", new byte[] { 1 });
        working.Remove("absent");
        working.Set("b", new byte[] { 1 });
        working.Remove("b");

        Assert.Equal(["a", "absent", "b"], working.GetChanges().Select(change => change.Key));
        Assert.Equal(["a"], working.GetKeys());
    }

    [Fact]
    public void Stale_values_are_cleared_even_if_there_are_none()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(SessionValues.Empty, mayBeStale: true);

        working.Clear();

        Assert.True(working.IsCleared);
    }

    [Fact]
    public void What_a_commit_has_stored_is_not_stale()
    {
        var working = new SessionWorkingSet(1000);
        working.Reset(SessionValues.Empty, mayBeStale: true);
        working.Rebase(ToValues(new() { ["a"] = [1] }), isMerged: false);

        working.Set("a", new byte[] { 1 });
        working.Remove("absent");
        working.Clear();
        working.Set("a", new byte[] { 1 });

        Assert.Equal(["a"], working.GetChanges().Select(change => change.Key));
        Assert.Empty(working.GetModifiedKeys());
    }

    [Fact]
    public void The_limit_counts_what_would_be_stored_to_the_byte()
    {
        var value = new byte[50];
        var size = SessionValues.From([new("key", value)]).Payload.Length;
        var working = new SessionWorkingSet(size);

        working.Set("key", value);
        working.Set("key", new byte[49]);
        working.Set("key", Enumerable.Repeat((byte)7, 50).ToArray());

        Assert.Throws<InvalidOperationException>(() => working.Set("key", new byte[51]));
        Assert.Throws<InvalidOperationException>(() => working.Set("k", Array.Empty<byte>()));
        Assert.Equal(size, working.ToValues().Payload.Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void Changes_that_an_engine_has_stay_as_they_were_when_more_is_changed(int count)
    {
        var working = new SessionWorkingSet(100_000);
        for (var i = count; i > 0; i--)
        {
            working.Set($"key{i}", new byte[] { 1 });
        }

        var handedOut = working.GetChanges();
        var before = handedOut.Select(change => (change.Key, Value: change.Value!.Value.ToArray()[0])).ToArray();
        working.Set("key1", new byte[] { 2 });
        working.Set("another", new byte[] { 3 });
        working.Remove($"key{count}");

        Assert.Equal(count, before.Length);
        Assert.All(before, change => Assert.Equal(1, change.Value));
        Assert.Equal(before, handedOut.Select(change => (change.Key, change.Value!.Value.ToArray()[0])));
        Assert.Contains(working.GetChanges(), change => change.Key == "another");
    }

    [Fact]
    public void Reserved_keys_are_not_shown()
    {
        var working = new SessionWorkingSet(1000);
        working.Set(ReservedKeys.Prefix + "mark", new byte[] { 1 });
        working.Set("mine", new byte[] { 1 });

        Assert.Equal(["mine"], working.GetKeys());
        Assert.Equal(["mine"], working.GetModifiedKeys());
        Assert.Equal(2, working.ToValues().Count);
    }

    private static void Apply(Random random, SessionWorkingSet working, Dictionary<string, byte[]> expected)
    {
        var key = "k" + random.Next(6);
        switch (random.Next(12))
        {
            case 0:
                working.Clear();
                expected.Clear();
                break;
            case < 5:
                working.Remove(key);
                expected.Remove(key);
                break;
            default:
                byte[] value = [(byte)random.Next(3)];
                working.Set(key, value);
                expected[key] = value;
                break;
        }
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, SessionWorkingSet working)
    {
        Assert.Equal(expected.Keys.Order(), working.GetKeys().Order());
        foreach (var (key, value) in expected)
        {
            Assert.True(working.TryGet(key, out var actual));
            Assert.Equal(value, actual.ToArray());
        }
    }

    // What an engine would store is what was seen here, and exactly the keys that differ are said to be modified.
    private static void AssertChangesLeadFrom(
        Dictionary<string, byte[]> stored, Dictionary<string, byte[]> expected, SessionWorkingSet working)
    {
        var result = ToValues(stored).With(working.GetChanges(), working.IsCleared);
        Assert.Equal(ToValues(expected).Payload.ToArray(), result.Payload.ToArray());
        Assert.Equal(result.Payload.ToArray(), working.ToValues().Payload.ToArray());

        var differing = stored.Keys.Union(expected.Keys)
            .Where(key => !stored.TryGetValue(key, out var before) || !expected.TryGetValue(key, out var after) || !before.AsSpan().SequenceEqual(after));
        Assert.Equal(differing.Order(), working.GetModifiedKeys().Order());
    }

    private static Dictionary<string, byte[]> RandomValues(Random random)
        => Enumerable.Range(0, random.Next(5)).ToDictionary(i => "k" + i, _ => new[] { (byte)random.Next(3) });

    private static SessionValues ToValues(Dictionary<string, byte[]> values)
        => SessionValues.From(values.Select(entry => KeyValuePair.Create(entry.Key, (ReadOnlyMemory<byte>)entry.Value)));
}
