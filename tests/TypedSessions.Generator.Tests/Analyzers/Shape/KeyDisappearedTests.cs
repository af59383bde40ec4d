using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class KeyDisappearedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyDisappeared);

    [Fact]
    public async Task TSES112_reports_a_released_key_that_nothing_uses()
        => Assert.Equal(
            "The key 'shop.cart' was released in session model 'ShopSession', but no property has it now; "
                + "add it to the 'FormerKeys' of a property or the 'RetiredKeys' of the model",
            await Rule.WithShape("ShopSession shop.cart : int").Message(
                "[SessionModel(Prefix = \"shop.\")] public partial class [|ShopSession|];"));

    [Fact]
    public async Task TSES112_reports_the_key_of_a_model_that_is_gone_in_the_shape_file()
    {
        var test = Rule.WithShape("# Shape\nShopSession cart : int");
        var project = AnalyzerTestProject.Compile(test.LanguageVersion, ["[SessionModel] public partial class Other;"]);

        var found = Assert.Single(await AnalyzerTestProject.Analyze(project, test.BuildProperties));

        Assert.Equal("SessionShape.Shipped.txt", found.Location.GetLineSpan().Path);
        Assert.Equal(1, found.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public Task TSES112_is_silent_about_keys_that_are_used_former_retired_or_never_released()
        => Rule.WithShape(
                "Shop a : int\nShop b : int\nShop c : int\nShop d : int", "retired Shop c : int\nretired Shop d : int\nOld e : int")
            .Verify("""
                [SessionModel(RetiredKeys = ["d"])]
                public partial class ShopSession
                {
                    [SessionProperty(Key = "a", FormerKeys = ["b"])] public partial int {|TSES110:Count|} { get; set; }
                }
                """);
}
