using System.Text;
using TypedSessions.Storage;
using static TypedSessions.Tests.Engines.Conformance.Records;

namespace TypedSessions.Tests.Storage;

public sealed class SessionValuesTests
{
    [Fact]
    public void The_stored_form_is_a_version_byte_and_length_prefixed_entries()
        => Assert.Equal([1, 1, (byte)'a', 2, (byte)'x', (byte)'y', 1, (byte)'b', 0], Values(("b", ""), ("a", "xy")).Payload.ToArray());

    [Fact]
    public void No_values_are_encoded_as_the_version_byte()
    {
        Assert.Equal([SessionValues.Version], SessionValues.Empty.Payload.ToArray());
        Assert.True(SessionValues.Empty.IsReadable);
        Assert.Same(SessionValues.Empty, SessionValues.From([]));
        Assert.False(SessionValues.Empty.TryGet("", out _));
    }

    [Fact]
    public void The_order_is_that_of_the_bytes_whatever_the_order_of_setting()
    {
        var one = Values(("z", "1"), ("Z", "2"), ("é", "3"), ("", "4"), ("zz", "5"));
        var other = Values(("zz", "5"), ("", "4"), ("é", "3"), ("z", "1"), ("Z", "2"));
        Assert.Equal(["", "Z", "z", "zz", "é"], one.Select(pair => pair.Key));
        Assert.Equal(one.Payload.ToArray(), other.Payload.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16_383)]
    [InlineData(16_384)]
    [InlineData(2_097_151)]
    [InlineData(2_097_152)]
    public void Values_of_every_length_survive_a_round_trip(int length)
    {
        var value = new byte[length];
        new Random(length).NextBytes(value);
        var stored = SessionValues.From(
            [KeyValuePair.Create("before", Bytes("1")), KeyValuePair.Create("k", new ReadOnlyMemory<byte>(value))]);
        var read = SessionValues.FromPayload(stored.Payload);
        Assert.True(read.TryGet("k", out var found));
        Assert.Equal(value, found.ToArray());
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(5_000)]
    public void Keys_of_every_length_survive_a_round_trip(int length)
    {
        var key = new string('ж', length);
        var read = SessionValues.FromPayload(Values((key, "1"), ("a", "2")).Payload);
        Assert.True(read.TryGet(key, out var value));
        Assert.Equal("1", Encoding.UTF8.GetString(value.Span));
        Assert.False(read.TryGet(key + "ж", out _));
    }

    [Fact]
    public void Keys_are_ordinal()
    {
        var values = Values(("Name", "1"));
        Assert.True(values.TryGet("Name", out _));
        Assert.False(values.TryGet("name", out _));
        Assert.False(values.TryGet("Nam", out _));
        Assert.False(values.TryGet("Name ", out _));
    }

    [Fact]
    public void A_key_that_occurs_twice_is_refused()
    {
        Assert.Throws<ArgumentException>(() => Values(("a", "1"), ("b", "2"), ("a", "1")));
        Assert.Throws<ArgumentException>(() => SessionValues.Empty.With(new[] { Set("a", "1"), Unset("a") }));
    }

    [Fact]
    public void Half_of_a_surrogate_pair_is_no_key_and_finds_none()
    {
        Assert.Throws<ArgumentException>(() => Set("a\ud800", "1"));
        Assert.False(Values(("\ufffd", "1")).TryGet("\ud800", out _));
        Assert.True(Values(("\ufffd", "1")).TryGet("\ufffd", out _));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(1000)]
    public void Each_of_many_keys_is_found_and_no_other_key(int count)
    {
        var keys = Enumerable.Range(0, count).Select(i => $"{i * 7:x}{new string('k', i % 200)}").ToArray();
        var values = SessionValues.From(
            keys.Select((key, i) => new KeyValuePair<string, ReadOnlyMemory<byte>>(key, BitConverter.GetBytes(i))));

        for (var i = 0; i < count; i++)
        {
            Assert.True(values.TryGet(keys[i], out var value));
            Assert.Equal(i, BitConverter.ToInt32(value.Span));
            Assert.False(values.TryGet(keys[i] + "!", out _));
            Assert.False(values.TryGet("!" + keys[i], out _));
        }

        Assert.False(values.TryGet("", out _));
        Assert.False(values.TryGet("\uFFFD", out _));
    }

    [Fact]
    public void Changing_nothing_gives_the_same_instance()
    {
        var values = Values(("a", "1"));
        Assert.Same(values, values.With([]));
        Assert.Same(SessionValues.Empty, values.With([], replaceAll: true));
    }

    [Fact]
    public void Replacing_all_values_keeps_only_the_new_ones()
        => Assert.Equal("b=2", Values(("a", "1"), ("c", "3")).With(new[] { Set("b", "2"), Unset("c") }, replaceAll: true).Show());

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("02")]
    [InlineData("02016100", "another version")]
    [InlineData("0101", "a key cut off")]
    [InlineData("010161", "no value")]
    [InlineData("01016102FF", "a value cut off")]
    [InlineData("0101610000", "an entry begun")]
    [InlineData("018100610000", "a length written longer than it is")]
    [InlineData("01FFFFFFFF0F", "a length beyond the end")]
    [InlineData("01FFFFFFFFFF01", "a length of six bytes")]
    [InlineData("01808080800001", "a zero in five bytes")]
    [InlineData("0101620001610000", "keys out of order")]
    [InlineData("01016100016100", "a key twice")]
    [InlineData("0101FF00", "a key that is no UTF-8")]
    [InlineData("0103EDA08000", "a key with half of a surrogate pair")]
    public void An_invalid_payload_is_unreadable_and_empty(string payload, string because = "too short")
    {
        var values = SessionValues.FromPayload(Convert.FromHexString(payload));
        Assert.False(values.IsReadable, because);
        Assert.Equal(0, values.Count);
        Assert.Empty(values);
        Assert.False(values.TryGet("a", out _));
    }

    [Fact]
    public void Changes_of_unreadable_values_keep_none_of_them()
    {
        var unreadable = SessionValues.FromPayload(Convert.FromHexString("0101610178FF"));
        Assert.False(unreadable.IsReadable);
        var changed = unreadable.With(new[] { Set("b", "2") });
        Assert.True(changed.IsReadable);
        Assert.Equal("b=2", changed.Show());
    }

    [Fact]
    public void Random_bytes_never_throw_and_what_reads_is_what_would_be_written()
    {
        var random = new Random(20260102);
        var readable = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var payload = new byte[random.Next(12)];
            for (var at = 0; at < payload.Length; at++)
            {
                // Small numbers are valid lengths, so that some payloads are valid.
                payload[at] = (byte)(at == 0 ? 1 : random.Next(4) == 0 ? random.Next(256) : random.Next(4));
            }

            readable += AssertIsWrittenOrUnreadable(payload) ? 1 : 0;
        }

        Assert.InRange(readable, 1_000, 49_000);
    }

    [Fact]
    public void A_payload_cut_off_anywhere_is_unreadable_or_ends_between_entries()
    {
        var payload = Values(("a", "1"), ("bb", "two"), ("c", new string('x', 300))).Payload;
        var readable = Enumerable.Range(0, payload.Length).Where(length => AssertIsWrittenOrUnreadable(payload[..length].ToArray()));
        Assert.Equal([1, 5, 12], readable);
    }

    [Fact]
    public void A_merge_has_the_result_of_a_dictionary()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
        {
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            var values = SessionValues.Empty;
            for (var step = 0; step < 20; step++)
            {
                var replaceAll = random.Next(10) == 0;
                var changes = RandomChanges(random);
                values = values.With(changes, replaceAll);
                if (replaceAll)
                {
                    expected.Clear();
                }

                Apply(changes, expected);
                Assert.Equal(string.Join(' ', expected.Select(pair => $"{pair.Key}={pair.Value}")), values.Show());
                Assert.Equal(expected.Count, values.Count);
                Assert.True(SessionValues.FromPayload(values.Payload).IsReadable);
            }
        }
    }

    private static SessionValueChange[] RandomChanges(Random random)
        => Enumerable.Range(0, 12)
            .Where(_ => random.Next(3) == 0)
            .Select(i => random.Next(3) == 0 ? Unset($"k{i}") : Set($"k{i}", new string('v', random.Next(300))))
            .OrderBy(_ => random.Next())
            .ToArray();

    private static void Apply(SessionValueChange[] changes, SortedDictionary<string, string> values)
    {
        foreach (var change in changes)
        {
            if (change.Value is { } value)
            {
                values[change.Key] = Encoding.UTF8.GetString(value.Span);
            }
            else
            {
                values.Remove(change.Key);
            }
        }
    }

    private static bool AssertIsWrittenOrUnreadable(byte[] payload)
    {
        var values = SessionValues.FromPayload(payload);
        values.TryGet("a", out _);
        Assert.Equal(values.Count, values.Count());
        if (values.IsReadable)
        {
            Assert.Equal(payload, SessionValues.From(values).Payload.ToArray());
        }

        return values.IsReadable;
    }
}
