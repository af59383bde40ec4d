using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class KeyInMapTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyInMap);

    [Fact]
    public async Task TSES039_reports_a_key_that_reads_as_an_item()
        => Assert.Equal(
            "The key 'cart-total' of session property 'Cart.Total' also belongs to the items of session map 'Cart.Carts' "
                + "with the key 'cart-{0}'; give one of them another 'Key'",
            await Rule.Message("""
                [SessionModel]
                public partial class Cart
                {
                    [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, int> Carts { get; }
                    [SessionProperty(Key = [|"cart-total"|])] public partial int Total { get; set; }
                }
                """));

    [Fact]
    public Task TSES039_reports_keys_of_other_models_and_maps_that_meet()
        => Rule.Verify(
            """
            [SessionModel]
            public partial class A
            {
                [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, int> Carts { get; }
                [SessionProperty(Key = [|"cart-{0}-size"|])] public partial SessionMap<int, int> Sizes { get; }
            }
            """,
            """
            [SessionModel(Prefix = "cart")]
            public partial class B
            {
                [SessionProperty(Key = [|"-x"|])] public partial int X { get; set; }
            }
            """);

    [Fact]
    public Task TSES039_is_silent_about_keys_that_are_no_items()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Key = "cart-{0}")] public partial SessionMap<string, int> Carts { get; }
                [SessionProperty(Key = "cart")] public partial int Cart1 { get; set; }
                [SessionProperty(Key = "seen-{0}")] public partial SessionMap<int, int> Seen { get; }
                [SessionProperty(Key = "seen-total")] public partial int Total { get; set; }
            }
            """);
}
