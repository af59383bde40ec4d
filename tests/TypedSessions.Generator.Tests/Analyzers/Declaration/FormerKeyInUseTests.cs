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
