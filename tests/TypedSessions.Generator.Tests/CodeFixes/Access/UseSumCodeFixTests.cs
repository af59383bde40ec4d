using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes.Access;

public sealed class UseSumCodeFixTests
{
    private static readonly CodeFixTest Fix = CodeFixTest.Create(DiagnosticIds.CounterWithoutSum);

    [Theory]
    [InlineData("shop.Visits++")]
    [InlineData("--shop.Visits")]
    [InlineData("shop.Visits += 2")]
    public Task TSES067_sets_the_mode_of_the_property(string change)
        => Fix.Verify(Source("[SessionProperty]", $"[|{change}|]"), Source("[SessionProperty(Merge = SessionMerge.Sum)]", change));

    [Fact]
    public Task TSES067_keeps_other_arguments()
        => Fix.Verify(
            Source("[SessionProperty(Key = \"v\")]", "[|shop.Visits++|]"),
            Source("[SessionProperty(Key = \"v\", Merge = SessionMerge.Sum)]", "shop.Visits++"));

    [Fact]
    public Task TSES067_qualifies_the_mode_as_the_attribute_is()
        => Fix.Verify(
            Source("[TypedSessions.SessionProperty]", "[|shop.Visits++|]"),
            Source("[TypedSessions.SessionProperty(Merge = TypedSessions.SessionMerge.Sum)]", "shop.Visits++"));

    [Fact]
    public Task TSES067_sets_the_mode_of_a_map()
    {
        const string Source = """
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty(Key = "seen-{0}")] public partial SessionMap<int, int> Seen { get; }
            }

            public class Page(Shop shop)
            {
                public void Get() => [|shop.Seen[7]++|];
            }
            """;
        return Fix.Verify(
            Source, Source.Replace("\")]", "\", Merge = SessionMerge.Sum)]").Replace("[|", "").Replace("|]", ""));
    }

    private static string Source(string attribute, string change) => $$"""
        [SessionModel]
        public partial class Shop
        {
            {{attribute}} public partial int Visits { get; set; }
        }

        public class Page(Shop shop)
        {
            public void Get() => {{change}};
        }
        """;
}
