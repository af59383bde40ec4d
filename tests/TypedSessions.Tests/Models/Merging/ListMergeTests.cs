using System.Text.Json.Serialization;
using static TypedSessions.Tests.Models.Merging.MergeTest;

namespace TypedSessions.Tests.Models.Merging;

public sealed partial class ListMergeTests
{
    private static readonly SessionProperty<List<int>> Numbers = Property<List<int>>(SessionMergePlan.List());

    private static readonly SessionProperty<List<Line>> Lines = Property<List<Line>>(
        SessionMergePlan.List("Id", SessionMergePlan.Object()), createDefault: static () => []);

    [Theory]
    [InlineData("[1]", "[1,2]", "[1,3]", "[1,3,2]")]
    [InlineData("[]", "[2]", "[3]", "[3,2]")]
    [InlineData(null, "[2]", "[3]", "[3,2]")]
    [InlineData("[]", "[1]", "[1]", "[1,1]")]
    [InlineData("[1,2,3]", "[1,9,2,3]", "[1,2,3,4]", "[1,9,2,3,4]")]
    [InlineData("[1,2]", "[9,8,1,2]", "[1,2,3]", "[9,8,1,2,3]")]
    [InlineData("[1,2]", "[1,2,5,6]", "[1,2,3,4]", "[1,2,3,4,5,6]")]
    public void Additions_of_both_requests_are_kept(string? before, string mine, string theirs, string merged)
        => Assert.Equal((merged, false), MergeWithOverlap(Numbers, before, mine, theirs));

    [Theory]
    [InlineData("[1,2,3]", "[1,3]", "[1,2]", "[1]")]
    [InlineData("[1,2,3]", "[]", "[1,2,3,4]", "[4]")]
    [InlineData("[1,2,3]", "[1,2]", "[1,2]", "[1,2]")]
    [InlineData("[7,7]", "[7]", "[7,7,8]", "[7,8]")]
    [InlineData("[1,2]", "[2,9]", "[1,2,3]", "[2,3,9]")]
    public void Removals_of_both_requests_are_applied(string before, string mine, string theirs, string merged)
        => Assert.Equal(merged, Merge(Numbers, before, mine, theirs));

    [Theory]
    [InlineData("[1,2,3]", "[1,9,3]", "[1,2,3,4]", "[1,9,3,4]")]
    [InlineData("[1,2,3]", "[1,9,3]", "[0,1,2,3]", "[0,1,9,3]")]
    public void A_changed_element_is_found_by_its_position_or_content(string before, string mine, string theirs, string merged)
        => Assert.Equal((merged, false), MergeWithOverlap(Numbers, before, mine, theirs));

    [Theory]
    [InlineData("[1,2]", "[1,9]", "[1,8]", "[1,9]")]
    [InlineData("[1,2]", "[1,9]", "[1,7,8]", "[1,9]")]
    [InlineData("[5,1]", "[9,1]", "[0,5,5,1]", "[9,1]")]
    public void A_list_with_a_changed_element_that_is_not_found_is_merged_as_a_whole(
        string before, string mine, string theirs, string merged)
        => Assert.Equal((merged, true), MergeWithOverlap(Numbers, before, mine, theirs));

    [Theory]
    [InlineData("[1,2,3]", "[3,1,2]", "[1,2,3,4]", "[3,4,1,2]")]
    [InlineData("[1,2,3]", "[3,2,1]", "[1,3]", "[3,1]")]
    [InlineData("[1,2]", "[1,2,9]", "[2,1]", "[2,1,9]")]
    public void Order_is_that_of_the_request_that_moved_elements(string before, string mine, string theirs, string merged)
        => Assert.Equal(merged, Merge(Numbers, before, mine, theirs));

    [Fact]
    public void Different_elements_are_changed_by_their_identity()
        => AssertMerged(
            "[1:1 2:1 3:1]", "[1:5 2:1]", "[3:1 2:7 1:1 4:1]", merged: "[2:7 1:5 4:1]", hasOverlap: false);

    [Fact]
    public void Different_members_of_one_element_are_changed_by_both()
        => Assert.Equal(
            ("""[{"Id":1,"Count":5,"Note":"gift"}]""", false),
            MergeWithOverlap(
                Lines,
                """[{"Id":1,"Count":1,"Note":""}]""",
                """[{"Id":1,"Count":5,"Note":""}]""",
                """[{"Id":1,"Count":1,"Note":"gift"}]"""));

    [Fact]
    public void The_later_change_of_one_member_wins_and_is_counted()
        => AssertMerged("[1:1 2:1]", "[1:5 2:1]", "[1:7 2:1 3:1]", merged: "[1:5 2:1 3:1]", hasOverlap: true);

    [Fact]
    public void An_element_that_both_requests_added_is_one_element()
        => AssertMerged("[]", "[1:5]", "[1:7 2:1]", merged: "[1:5 2:1]", hasOverlap: true);

    [Fact]
    public void The_same_addition_of_an_identified_element_is_no_overlap()
        => AssertMerged("[]", "[1:5]", "[1:5 2:1]", merged: "[1:5 2:1]", hasOverlap: false);

    [Fact]
    public void An_element_that_is_changed_here_and_removed_concurrently_is_kept_and_counted()
        => AssertMerged("[1:1 2:1]", "[1:5 2:1]", "[2:1]", merged: "[1:5 2:1]", hasOverlap: true);

    [Fact]
    public void An_element_that_is_removed_here_and_changed_concurrently_is_removed_and_counted()
        => AssertMerged("[1:1 2:1]", "[2:1]", "[1:7 2:1 3:1]", merged: "[2:1 3:1]", hasOverlap: true);

    [Fact]
    public void Elements_that_have_no_identity_yet_are_all_kept()
        => AssertMerged("[1:1]", "[1:1 0:5]", "[1:1 0:7]", merged: "[1:1 0:7 0:5]", hasOverlap: false);

    [Fact]
    public void A_duplicate_identity_is_ignored()
        => AssertMerged("[1:1 1:2]", "[1:1 1:2 2:1]", "[1:1 1:2 3:1]", merged: "[1:1 1:2 3:1 2:1]", hasOverlap: false);

    [Fact]
    public void Unknown_members_of_an_element_are_kept()
        => Assert.Equal(
            """[{"Id":1,"Count":5,"Note":"","Color":"red"},{"Id":2,"Count":1,"Note":""}]""",
            Merge(
                Lines,
                """[{"Id":1,"Count":1,"Note":"","Color":"red"}]""",
                """[{"Id":1,"Count":5,"Note":""}]""",
                """[{"Id":1,"Count":1,"Note":"","Color":"red"},{"Id":2,"Count":1,"Note":""}]"""));

    [Fact]
    public void Names_follow_the_policy_of_the_metadata()
    {
        var lines = Property<List<Line>>(SessionMergePlan.List("Id", SessionMergePlan.Object()), CamelLinesJson.Default);
        Assert.Equal(
            """[{"id":1,"count":5,"note":""},{"id":2,"count":7,"note":""}]""",
            Merge(
                lines,
                """[{"id":1,"count":1,"note":""},{"id":2,"count":1,"note":""}]""",
                """[{"id":1,"count":5,"note":""},{"id":2,"count":1,"note":""}]""",
                """[{"id":1,"count":1,"note":""},{"id":2,"count":7,"note":""}]"""));
    }

    [Fact]
    public void A_list_that_would_grow_too_long_is_refused()
    {
        var before = "[" + string.Join(',', Enumerable.Range(0, 9_999)) + "]";
        Assert.False(IsRefused(Numbers, before, before[..^1] + ",1]", before));
        Assert.True(IsRefused(Numbers, before, before[..^1] + ",1]", before[..^1] + ",2]"));
    }

    [Fact]
    public void Numbers_are_equal_by_their_digits()
    {
        var numbers = Property<List<decimal>>(SessionMergePlan.List());
        Assert.Equal("[100,0.10,2]", Merge(numbers, "[1e2,0.1]", "[100,0.1,2]", "[100,0.10]"));
        Assert.Equal(
            "[9007199254740993,1.0]",
            Merge(numbers, "[9007199254740992,1]", "[9007199254740993,1]", "[9007199254740992,1.0]"));
    }

    // Formats a list as the identity and count of each line.
    private static void AssertMerged(string before, string mine, string theirs, string merged, bool hasOverlap)
        => Assert.Equal((Expand(merged), hasOverlap), MergeWithOverlap(Lines, Expand(before), Expand(mine), Expand(theirs)));

    private static string Expand(string lines)
        => "[" + string.Join(',', lines.Trim('[', ']').Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static line =>
            $$"""{"Id":{{line.Split(':')[0]}},"Count":{{line.Split(':')[1]}},"Note":""}""")) + "]";

    internal sealed class Line
    {
        public int Id { get; set; }

        public int Count { get; set; }

        public string Note { get; set; } = "";
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(List<Line>))]
    private sealed partial class CamelLinesJson : JsonSerializerContext;
}
