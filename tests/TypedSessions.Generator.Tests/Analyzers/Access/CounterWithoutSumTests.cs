using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class CounterWithoutSumTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.CounterWithoutSum);

    [Fact]
    public async Task TSES067_points_to_the_mode_that_adds_up()
        => Assert.Equal(
            "If two requests change 'Shop.Visits' at the same time, the later one replaces the earlier change; "
                + "specify 'Merge = SessionMerge.Sum' to add up both, or 'SessionMerge.LastWins' if that is intended",
            await Rule.Message(Source("[|shop.Visits++|];")));

    [Theory]
    [InlineData("[|++shop.Visits|];")]
    [InlineData("[|shop.Visits--|];")]
    [InlineData("[|shop.Visits += 5|];")]
    [InlineData("[|shop.Visits -= shop.Points|];")]
    [InlineData("[|shop.Credit += 1.5m|];")]
    [InlineData("var seen = [|shop.Visits++|];")]
    [InlineData("[|shop.Seen[7]++|];")]
    [InlineData("[|shop.Seen[7] += 2|];")]
    [InlineData("Action count = () => [|shop.Visits++|];")]
    public Task TSES067_reports_increments(string statements) => Rule.Verify(Source(statements));

    [Theory]
    [InlineData("shop.Points++;")]
    [InlineData("shop.Volume++;")]
    [InlineData("shop.Visits = 5;")]
    [InlineData("shop.Visits *= 2;")]
    [InlineData("shop.Name += \"x\";")]
    [InlineData("shop.Lines[0].Count++;")]
    [InlineData("var visits = shop.Visits; visits++;")]
    [InlineData("shop.Other++;")]
    [InlineData("shop.Added[7]++;")]
    [InlineData("shop.Notes[7] += \"x\";")]
    public Task TSES067_is_silent_about_other_changes(string statements) => Rule.Verify(Source(statements));

    [Fact]
    public Task TSES067_is_silent_about_half_typed_code() => HalfTyped.DoesNotThrow(Source("shop.++; shop.Visits +="));

    private static string Source(string statements) => $$"""
        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial int Visits { get; set; }
            [SessionProperty] public partial decimal? Credit { get; set; }
            [SessionProperty] public partial string Name { get; set; }
            [SessionProperty] public partial List<Line> Lines { get; set; }
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Points { get; set; }
            [SessionProperty(Merge = SessionMerge.LastWins)] public partial int Volume { get; set; }
            [SessionProperty(Key = "seen-{0}")] public partial SessionMap<int, long> Seen { get; }
            [SessionProperty(Key = "note-{0}")] public partial SessionMap<int, string> Notes { get; }
            [SessionProperty(Key = "added-{0}", Merge = SessionMerge.Sum)] public partial SessionMap<int, long> Added { get; }
            public int Other { get; set; }
        }

        public class Line
        {
            public int Count { get; set; }
        }

        public class Page(Shop shop)
        {
            public void Get()
            {
                {{statements}}
            }
        }
        """;
}
