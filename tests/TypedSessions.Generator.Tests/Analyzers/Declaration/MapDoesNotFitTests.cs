using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class MapDoesNotFitTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.MapDoesNotFit);

    [Fact]
    public async Task TSES038_reports_a_map_without_a_place_for_the_keys_of_its_items()
        => Assert.Equal(
            "Session map 'Cart.Carts' cannot be stored because its key has no place for the keys of its items; "
                + "set 'Key' to a text such as 'cart-{0}'",
            await Rule.Message("""
                [SessionModel]
                public partial class Cart
                {
                    [SessionProperty] public partial SessionMap<string, int> [|Carts|] { get; }
                }
                """));

    [Fact]
    public Task TSES038_reports_keys_that_are_not_patterns()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Key = [|"cart"|])] public partial SessionMap<string, int> A { get; }
                [SessionProperty(Key = [|"a-{0}-{0}"|])] public partial SessionMap<string, int> B { get; }
                [SessionProperty(Key = [|"{0}"|])] public partial SessionMap<string, int> C { get; }
                [SessionProperty(Key = "d-{0}", FormerKeys = [|["d"]|])] public partial SessionMap<string, int> D { get; }
            }
            """);

    [Fact]
    public Task TSES038_reports_a_key_that_is_the_former_key_of_another_item()
        => Rule.Verify("""
            [SessionModel(Prefix = "shop.")]
            public partial class Cart
            {
                [SessionProperty(Key = [|"a-{0}-2"|], FormerKeys = ["a-{0}"])] public partial SessionMap<string, int> A { get; }
                [SessionProperty(Key = "b2-{0}", FormerKeys = ["b-{0}"])] public partial SessionMap<string, int> B { get; }
                [SessionProperty(Key = "c-{0}-2", FormerKeys = ["c-{0}"])] public partial SessionMap<int, int> C { get; }
            }
            """);

    [Fact]
    public Task TSES038_reports_a_setter_and_a_nullable_map()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Key = "a-{0}")] public partial SessionMap<string, int> [|A|] { get; set; }
                [SessionProperty(Key = "b-{0}")] public partial SessionMap<string, int>? [|B|] { get; }
            }
            """);

    [Fact]
    public Task TSES038_is_silent_about_maps_that_can_be_stored()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Key = "a-{0}")] public partial SessionMap<string, List<int>> A { get; }
                [SessionProperty(Key = "b-{0}-x", FormerKeys = ["b_{0}"])] public partial SessionMap<int, string?> B { get; }
                [SessionProperty(Key = "{0}")] public partial int C { get; set; }
            }

            [SessionModel(Prefix = "other.")]
            public partial class Other
            {
                [SessionProperty(Key = "{0}")] public partial SessionMap<string, int> A { get; }
            }
            """);
}
