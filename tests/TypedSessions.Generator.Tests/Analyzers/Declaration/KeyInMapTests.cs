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
    public Task TSES039_reports_keys_of_other_models_and_conflicting_maps()
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
    public Task TSES039_reports_a_key_that_is_the_text_of_a_number_or_a_guid()
        => Rule.Verify("""
            [SessionModel]
            public partial class Pages
            {
                [SessionProperty(Key = "page-{0}")] public partial SessionMap<int, int> Counts { get; }
                [SessionProperty(Key = [|"page-1"|])] public partial int First { get; set; }
                [SessionProperty(Key = "page-01")] public partial int Second { get; set; }
                [SessionProperty(Key = "page-3000000000")] public partial int Third { get; set; }
                [SessionProperty(Key = "user-{0}")] public partial SessionMap<Guid, int> Users { get; }
                [SessionProperty(Key = [|"user-00000000-0000-0000-0000-000000000001"|])] public partial int Root { get; set; }
                [SessionProperty(Key = "row-{0}")] public partial SessionMap<long, int> Rows { get; }
                [SessionProperty(Key = [|"row-3000000000"|])] public partial int Row { get; set; }
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
