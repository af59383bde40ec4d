using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class RetiredKeyReusedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.RetiredKeyReused);

    [Fact]
    public async Task TSES113_reports_a_property_with_a_retired_key()
        => Assert.Equal(
            "The key 'cart' of session property 'ShopSession.Cart' is retired, and old sessions may still have it; "
                + "give the property another 'Key'",
            await Rule.WithShape("ShopSession cart : int\nretired ShopSession cart : int").Message("""
                [SessionModel]
                public partial class ShopSession
                {
                    [SessionProperty(Key = "cart")] public partial int [|Cart|] { get; set; }
                }
                """));

    [Fact]
    public Task TSES113_is_silent_about_other_keys()
        => Rule.WithShape("retired ShopSession cart : int\nShopSession Cart : int").Verify("""
            [SessionModel] public partial class ShopSession { [SessionProperty] public partial int Cart { get; set; } }
            """);
}
