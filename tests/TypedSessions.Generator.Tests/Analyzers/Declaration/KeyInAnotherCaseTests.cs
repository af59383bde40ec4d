using Microsoft.CodeAnalysis;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class KeyInAnotherCaseTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.KeyInAnotherCase);

    [Fact]
    public async Task TSES024_reports_keys_that_differ_in_case_only_and_points_to_the_first()
    {
        var found = await Rule.Verify(
            """
            [SessionModel]
            public partial class Cart
            {
                public const string Name = "count";
                [SessionProperty] public partial int Count { get; set; }
                [SessionProperty(Key = [|Name|])] public partial int Number { get; set; }
            }
            """,
            """
            [SessionModel(Prefix = "CO")] public partial class Visits { [SessionProperty] public partial int [|unt|] { get; set; } }
            """);

        Assert.Equal(
            "The key 'count' of session property 'Cart.Number' differs only in case from 'Count' of 'Cart.Count', "
                + "so both are stored; give one of them another 'Key'",
            found[0].GetMessage());
        Assert.Equal("Count", Text(Assert.Single(found[1].AdditionalLocations)));
    }

    [Fact]
    public Task TSES024_is_silent_about_keys_that_are_the_same()
        => Rule.Verify("""
            [SessionModel] public partial class A { [SessionProperty] public partial int {|TSES023:Count|} { get; set; } }
            [SessionModel] public partial class B { [SessionProperty] public partial int {|TSES023:Count|} { get; set; } }
            [SessionModel(Prefix = "c.")] public partial class C { [SessionProperty] public partial int count { get; set; } }
            """);

    private static string Text(Location location) => location.SourceTree!.GetText().ToString(location.SourceSpan);
}
