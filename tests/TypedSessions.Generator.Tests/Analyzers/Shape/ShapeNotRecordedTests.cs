using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class ShapeNotRecordedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ShapeNotRecorded);

    [Fact]
    public async Task TSES110_reports_keys_members_and_enums_that_are_not_recorded()
    {
        var found = await Rule.WithShape("# The shape").Verify("""
            [SessionModel(Prefix = "shop.")]
            public partial class ShopSession
            {
                [SessionProperty(Key = "lines", FormerKeys = ["cart"])] public partial List<CartLine> [|Lines|] { get; set; }
                [SessionProperty] public partial Dictionary<string, int?[]>? [|Map|] { get; set; }
                [SessionProperty(ExpiresAfterMinutes = 5)] public partial string? [|Code|] { get; set; }
                [SessionProperty(Key = "cart-{0}", FormerKeys = ["basket-{0}"])]
                public partial SessionMap<int, List<CartLine>> [|Carts|] { get; }
            }

            public class CartLine
            {
                public string [|Name|] { get; set; } = "";
                [System.Text.Json.Serialization.JsonPropertyName("size")] public Size? [|Wanted|] { get; set; }
            }

            public enum [|Size|] { Small, Large = 5 }
            """);

        Assert.Equal(
            [
                "ShopSession shop.lines : list<CartLine> < shop.cart",
                "ShopSession shop.Map : map<string,list<int?>>",
                "ShopSession shop.Code : string expires",
                "ShopSession shop.cart-{0} : list<CartLine> < shop.basket-{0}",
                "type CartLine Name : string",
                "type CartLine size : Size?",
                "enum Size Small=0 Large=5",
            ],
            found.Select(static diagnostic => diagnostic.GetMessage().Split((char)39)[1]));
    }

    [Fact]
    public Task TSES110_reports_changes_that_were_not_released()
        => Rule.WithShape("", "ShopSession visits : int\nenum Size Small=0").Verify("""
            [SessionModel]
            public partial class ShopSession
            {
                [SessionProperty(Key = "visits")] public partial long [|Visits|] { get; set; }
                [SessionProperty(Key = "size")] public partial Size [|Size|] { get; set; }
            }

            public enum [|Size|] { Large, Small }
            """);

    [Fact]
    public Task TSES110_reports_a_retired_key_that_is_not_recorded_as_retired()
        => Rule.WithShape("ShopSession coupon : string").Verify("""
            [SessionModel(RetiredKeys = ["coupon"])] public partial class [|ShopSession|];
            """);

    [Fact]
    public Task TSES110_is_silent_about_what_is_recorded()
        => Rule.WithShape(
                "Shop visits : int\n\ntype CartLine Name : string",
                "Shop lines : list<CartLine> < cart\nretired Shop coupon : string")
            .Verify("""
                [SessionModel(RetiredKeys = ["coupon"])]
                public partial class ShopSession
                {
                    [SessionProperty(Key = "visits")] public partial int? Visits { get; set; }
                    [SessionProperty(Key = "lines", FormerKeys = ["cart"])] public partial CartLine[] Lines { get; set; }
                }

                public record CartLine(string? Name);
                """);

    [Fact]
    public Task TSES110_is_silent_in_projects_without_shape_files()
        => Rule.Verify("""
            [SessionModel] public partial class ShopSession { [SessionProperty] public partial int Visits { get; set; } }
            """);

    [Fact]
    public Task TSES110_is_silent_about_half_typed_code()
        => (Rule.WithShape("x\nretired \nenum A\ntype B : C\n : \n< :") with { IsHalfTyped = true }).Verify("""
            [SessionModel] public partial class ShopSession { [SessionProperty] public partial List< }
            """);
}
