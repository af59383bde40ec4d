using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class FormerKeyInUseTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.FormerKeyInUse);

    [Fact]
    public async Task TSES037_reports_a_former_key_of_another_property()
        => Assert.Equal(
            "The key 'shop.cart' is a former key of session property 'Cart.Lines' and also the key of session property 'Cart.Old', "
                + "so a change of one would remove the other; give one of them another key",
            await Rule.Message("""
                [SessionModel(Prefix = "shop.")]
                public partial class Cart
                {
                    [SessionProperty(FormerKeys = ["a", [|"cart"|]])] public partial List<int> Lines { get; set; }
                    [SessionProperty(Key = "cart")] public partial List<int> Old { get; set; }
                }
                """));

    [Fact]
    public Task TSES037_reports_keys_of_other_models()
        => Rule.Verify(
            """
            [SessionModel(RetiredKeys = new[] { [|"cart"|], "b" })]
            public partial class Cart
            {
                [SessionProperty(FormerKeys = [[|"name"|]])] public partial string First { get; set; }
                [SessionProperty(FormerKeys = [[|"same"|]])] public partial string same { get; set; }
                [SessionProperty(Key = "same2")] public partial string Same { get; set; }
            }
            """,
            """
            [SessionModel]
            public partial class Other
            {
                [SessionProperty] public partial List<int> cart { get; set; }
                [SessionProperty(FormerKeys = new string[] { [|"name"|] })] public partial string Last { get; set; }
            }
            """);

    [Fact]
    public Task TSES037_reports_a_former_key_that_is_retired()
        => Rule.Verify("""
            [SessionModel(RetiredKeys = [[|"cart"|]])]
            public partial class Cart
            {
                [SessionProperty(FormerKeys = [[|"cart"|]])] public partial List<int> Lines { get; set; }
            }
            """);

    [Fact]
    public async Task TSES037_reports_a_retired_map_that_has_the_key_of_a_property()
        => Assert.Equal(
            "The key 'cart-{0}' is a retired key of session model 'Cart' and also the key of session property 'Cart.Total' ('cart-total'), "
                + "so a change of one would remove the other; give one of them another key",
            await Rule.Message("""
                [SessionModel(RetiredKeys = [[|"cart-{0}"|]])]
                public partial class Cart
                {
                    [SessionProperty(Key = "cart-total")] public partial int Total { get; set; }
                }
                """));

    [Fact]
    public Task TSES037_reports_maps_that_have_the_keys_of_others()
        => Rule.Verify(
            """
            [SessionModel(RetiredKeys = [[|"a-{0}"|], [|"b"|]])]
            public partial class Cart
            {
                [SessionProperty(Key = "a-{0}-new")] public partial SessionMap<int, int> A { get; }
                [SessionProperty(Key = "d-{0}", FormerKeys = [[|"c-{0}"|]])] public partial SessionMap<string, int> C { get; }
                [SessionProperty(Key = "c-total", FormerKeys = [[|"a-old"|], [|"d-old"|]])] public partial int Total { get; set; }
            }
            """,
            """
            [SessionModel]
            public partial class Other
            {
                [SessionProperty(Key = "b{0}")] public partial SessionMap<string, int> B { get; }
            }
            """);

    [Fact]
    public Task TSES037_is_silent_about_maps_with_other_keys()
        => Rule.Verify("""
            [SessionModel(RetiredKeys = ["a-{0}", "a-{0}-x"])]
            public partial class Cart
            {
                [SessionProperty(Key = "a2-{0}")] public partial SessionMap<string, int> A { get; }
                [SessionProperty(Key = "b-{0}-2", FormerKeys = ["b-{0}"])] public partial SessionMap<int, int> B { get; }
                [SessionProperty(Key = "b-total", FormerKeys = ["c-{0}"])] public partial int Total { get; set; }
                [SessionProperty(Key = "c-total")] public partial int Other { get; set; }
            }
            """);

    [Fact]
    public Task TSES037_is_silent_about_keys_that_nothing_else_uses()
        => Rule.Verify(
            """
            [SessionModel(RetiredKeys = ["coupon"])]
            public partial class Cart
            {
                [SessionProperty(FormerKeys = ["cart", "basket"])] public partial List<int> Lines { get; set; }
            }
            """,
            """
            [SessionModel(Prefix = "b.", RetiredKeys = ["cart"])]
            public partial class Other
            {
                [SessionProperty] public partial List<int> basket { get; set; }
            }
            """,
            """
            [SessionModel(RetiredKeys = ["coupon"])] public partial class Third;
            """);

    [Fact]
    public Task TSES037_is_silent_about_half_typed_code()
        => HalfTyped.DoesNotThrow("""
            [SessionModel(RetiredKeys = [)]
            public partial class Cart
            {
                [SessionProperty(FormerKeys = [null, ])] public partial List<int> Lines { get; set; }
                [SessionProperty(FormerKeys = null)] public partial List<int> Other { get; set; }
            }
            """);
}
