using System.Buffers.Binary;
using System.Text.Json.Serialization;
using TypedSessions.Models;
using static TypedSessions.Tests.Models.Merging.MergeTest;

namespace TypedSessions.Tests.Models.Merging;

/// <summary>Merges of sets, dictionaries, objects, numbers and indivisible values.</summary>
public sealed class ValueMergeTests
{
    private static readonly SessionProperty<HashSet<string>> Tags = Property<HashSet<string>>(SessionMergePlan.Set);

    private static readonly SessionProperty<Dictionary<string, List<int>>> Scores = Property<Dictionary<string, List<int>>>(
        SessionMergePlan.Dictionary(SessionMergePlan.List()));

    private static readonly SessionProperty<Wizard> Wizards = Property<Wizard>(
        SessionMergePlan.Object(("Answers", SessionMergePlan.Dictionary()), ("Step", SessionMergePlan.Object())),
        createDefault: static () => new Wizard());

    [Theory]
    [InlineData("""["a"]""", """["a","b"]""", """["a","c"]""", """["a","c","b"]""")]
    [InlineData("""["a","b"]""", """["b"]""", """["a"]""", "[]")]
    [InlineData(null, """["a"]""", """["a","b"]""", """["a","b"]""")]
    public void Sets_merge_by_element(string? before, string mine, string theirs, string merged)
        => Assert.Equal((merged, false), MergeWithOverlap(Tags, before, mine, theirs));

    [Theory]
    [InlineData("""{"a":[1]}""", """{"a":[1],"b":[2]}""", """{"a":[1],"c":[3]}""", """{"a":[1],"c":[3],"b":[2]}""", false)]
    [InlineData("""{"a":[1]}""", """{"a":[1,2]}""", """{"a":[1,3]}""", """{"a":[1,3,2]}""", false)]
    [InlineData("{}", """{"a":[2]}""", """{"a":[3]}""", """{"a":[3,2]}""", false)]
    [InlineData("""{"a":[1],"b":[1]}""", """{"b":[1]}""", """{"a":[1]}""", "{}", false)]
    [InlineData("""{"a":[1]}""", "{}", """{"a":[2]}""", "{}", true)]
    public void Dictionaries_merge_by_entry(string before, string mine, string theirs, string merged, bool hasOverlap)
        => Assert.Equal((merged, hasOverlap), MergeWithOverlap(Scores, before, mine, theirs));

    [Fact]
    public void Objects_merge_by_member()
        => Assert.Equal(
            ("""{"Name":"ann","Age":7,"Answers":{"a":"1","b":"2"},"Step":null}""", false),
            MergeWithOverlap(
                Wizards,
                """{"Name":"","Age":0,"Answers":{},"Step":null}""",
                """{"Name":"ann","Age":0,"Answers":{"b":"2"},"Step":null}""",
                """{"Name":"","Age":7,"Answers":{"a":"1"},"Step":null}"""));

    [Fact]
    public void An_absent_value_counts_as_the_default_of_the_property()
        => Assert.Equal(
            """{"Name":"ann","Age":7,"Answers":{},"Step":null}""",
            Merge(
                Wizards,
                null,
                """{"Name":"ann","Age":0,"Answers":{},"Step":null}""",
                """{"Name":"","Age":7,"Answers":{},"Step":null}"""));

    [Fact]
    public void Changes_of_a_concurrently_removed_list_are_applied_to_an_empty_one()
        => Assert.Equal("[2]", Merge(Property<List<int>>(SessionMergePlan.List()), "[1]", "[1,2]", null));

    [Theory]
    [InlineData("""["a"]""", """["a","b"]""")]
    [InlineData(null, """["b"]""")]
    public void A_removal_wins_over_all_concurrent_changes_of_the_value(string? before, string theirs)
        => Assert.Null(Merge(Tags, before, mine: null, theirs));

    [Fact]
    public void Unknown_members_are_kept()
        => Assert.Equal(
            """{"Name":"ann","Age":0,"Answers":{},"Step":null,"New":2}""",
            Merge(
                Wizards,
                """{"Name":"","Age":0,"Answers":{},"Step":null,"New":1}""",
                """{"Name":"ann","Age":0,"Answers":{},"Step":null}""",
                """{"Name":"","Age":0,"Answers":{},"Step":null,"New":2}"""));

    [Theory]
    [InlineData("""{"Name":"x","Name":"y","Age":1}""")]
    [InlineData("""{"$type":"Other","Name":"x"}""")]
    [InlineData("""{"$id":"1","Name":"x"}""")]
    [InlineData("""{"Name":"\ud800","Age":1}""")]
    [InlineData("not JSON")]
    [InlineData("[1]")]
    [InlineData("")]
    public void A_value_that_cannot_be_merged_is_replaced_as_a_whole_and_counted(string theirs)
    {
        const string Mine = """{"Name":"ann","Age":0,"Answers":{},"Step":null}""";
        Assert.Equal((Mine, true), MergeWithOverlap(Wizards, """{"Name":"","Age":0,"Answers":{},"Step":null}""", Mine, theirs));
    }

    [Fact]
    public void A_value_whose_merge_a_setter_refuses_is_merged_as_a_whole()
    {
        var ranges = Property<Span>(SessionMergePlan.Object());
        const string Mine = """{"From":5,"To":9}""";
        Assert.Equal((Mine, true), MergeWithOverlap(ranges, """{"From":0,"To":9}""", Mine, """{"From":0,"To":3}"""));
    }

    [Fact]
    public void A_value_that_is_nested_deeper_than_this_version_reads_is_refused()
    {
        var trees = Property<List<object>>(SessionMergePlan.List());
        var deep = new string('[', 80) + new string(']', 80);
        Assert.True(IsRefused(trees, "[]", "[1]", deep));
    }

    [Theory]
    [InlineData(5, 6, 8, 9)]
    [InlineData(5, 4, 8, 7)]
    [InlineData(null, 1, 8, 9)]
    [InlineData(5, 6, null, 1)]
    public void Sums_add_the_difference(int? before, int mine, int? theirs, int sum)
        => Assert.Equal(sum, Add(before, mine, theirs));

    [Fact]
    public void A_sum_that_overflows_is_refused() => Assert.Null(Add(0, int.MaxValue, 1));

    [Fact]
    public void A_sum_starts_at_the_default()
    {
        var plan = SessionMergePlan.Sum(SessionCodec.Int32);
        var property = new SessionProperty<int>(0, "Lives", "lives", SessionCodec.Int32, 3) { Merge = plan };
        Assert.Equal(1, Add(property, before: null, mine: 2, theirs: 2));
    }

    [Fact]
    public void An_unsigned_sum_can_become_smaller()
    {
        var codec = SessionCodec.Byte;
        var property = new SessionProperty<byte>(0, "A", "a", codec) { Merge = SessionMergePlan.Sum(codec) };
        var merge = new PropertyMerge<byte>(property, codec) { Base = new byte[] { 5 } };
        Assert.Equal([6], merge.Merge(new byte[] { 3 }, new byte[] { 8 }).Value!.Value.ToArray());
        Assert.True(merge.Merge(new byte[] { 0 }, new byte[] { 4 }).IsRefused);
    }

    [Fact]
    public void A_number_that_is_unreadable_is_replaced_and_counted()
    {
        var codec = SessionCodec.Int32;
        var merge = new PropertyMerge<int>(new(0, "A", "a", codec) { Merge = SessionMergePlan.Sum(codec) }, codec) { Base = Bytes(1) };
        var merged = merge.Merge(Bytes(2), new byte[] { 1, 2, 3, 4, 5 });
        Assert.Equal((2, true), (BinaryPrimitives.ReadInt32BigEndian(merged.Value!.Value.Span), merged.HasOverlap));
    }

    [Fact]
    public void Every_concurrent_change_of_a_property_that_fails_is_refused()
        => Assert.True(IsRefused(Property<List<int>>(SessionMergePlan.Fail), "[1]", null, "[1,2]"));

    [Fact]
    public void A_value_that_was_set_although_it_equals_its_base_is_stored_as_it_is()
        => Assert.Equal(("[1]", false), MergeWithOverlap(Property<List<int>>(SessionMergePlan.List()), "[1]", "[1]", "[1,2]"));

    private static int? Add(int? before, int mine, int? theirs)
        => Add(
            new SessionProperty<int>(0, "Count", "count", SessionCodec.Int32) { Merge = SessionMergePlan.Sum(SessionCodec.Int32) },
            before,
            mine,
            theirs);

    private static int? Add(SessionProperty<int> property, int? before, int mine, int? theirs)
    {
        var merged = new PropertyMerge<int>(property, property.Codec) { Base = Bytes(before) }.Merge(Bytes(mine), Bytes(theirs));
        return merged.IsRefused ? null : BinaryPrimitives.ReadInt32BigEndian(merged.Value!.Value.Span);
    }

    private static ReadOnlyMemory<byte>? Bytes(int? value)
    {
        if (value is not { } number)
        {
            return default(ReadOnlyMemory<byte>?);
        }

        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        return bytes;
    }

    internal sealed class Wizard
    {
        public string Name { get; set; } = "";

        public int Age { get; set; }

        public Dictionary<string, string> Answers { get; set; } = [];

        public Wizard? Step { get; set; }
    }

    internal sealed class Span
    {
        public int From { get; set; }

        [JsonPropertyOrder(1)]
        public int To
        {
            get;
            set => field = value >= From ? value : throw new ArgumentOutOfRangeException(nameof(value));
        }
    }
}
