using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class DuplicateKeyTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.DuplicateKey);

    [Fact]
    public async Task TSES022_reports_the_second_property_of_a_key_and_points_to_the_first()
    {
        var found = await Rule.Verify("""
            [SessionModel(Prefix = "shop.")]
            public partial class Cart
            {
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|"Count"|])] public partial int Number { get; set; }
                [SessionProperty(Key = "Other")] public partial int Third { get; set; }
                [SessionProperty] public partial int [|Other|] { get; set; }
            }
            """);

        Assert.Equal(
            "Session property 'Cart.Number' has the same key 'shop.Count' as 'Count'; give one of them another 'Key'",
            found[0].GetMessage());
        Assert.Equal("\"Other\"", Text(Assert.Single(found[1].AdditionalLocations)));
    }

    [Fact]
    public Task TSES022_is_silent_about_properties_that_are_not_kept()
        => Rule.Verify("""
            [SessionModel]
            public partial class Cart
            {
                public const string Name = "number";
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = Name)] public partial int Other { get; set; }
                public int number { get; set; }
                public int count { get; set; }
            }
            """);

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
