using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>Reserved keys, and timestamps without an offset.</summary>
public sealed class KeyAndTimeAnalyzerTests
{
    private static readonly AnalyzerTest Reserved = AnalyzerTest.Create(DiagnosticIds.ReservedKey);
    private static readonly AnalyzerTest Time = AnalyzerTest.Create(DiagnosticIds.DateTimeProperty);

    [Fact]
    public async Task TSES025_reports_a_key_or_a_prefix_of_the_library()
    {
        var found = await Reserved.Verify("""
            [SessionModel]
            public partial class Login
            {
                [SessionProperty(Key = [|"__ts.testcookie"|])] public partial bool Worked { get; set; }
            }

            [SessionModel(Prefix = [|"__ts.shop."|])]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
                [SessionProperty(Key = "n")] public partial int Number { get; set; }
            }

            [SessionModel(Prefix = "__ts")]
            public partial class Visits
            {
                [SessionProperty(Key = [|".count"|])] public partial int Count { get; set; }
            }
            """);

        Assert.Equal(
            "'__ts.testcookie' begins with '__ts.', the prefix of the library's own keys, and may overwrite one of them; "
                + "choose another name",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES025_is_silent_about_other_keys()
        => Reserved.Verify("""
            [SessionModel(Prefix = "__TS.")]
            public partial class Login
            {
                [SessionProperty(Key = "__ts.x")] public partial int X { get; set; }
                [SessionProperty] public partial int __ts { get; set; }
            }

            public class Other
            {
                public string Key { get; set; } = "__ts.testcookie";
            }
            """);

    [Fact]
    public async Task TSES029_reports_timestamps_without_an_offset()
    {
        var found = await Time.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial [|DateTime|] Since { get; set; }
                [SessionProperty] public partial [|System.DateTime?|] Until { get; set; }
            }
            """);

        Assert.Equal(
            "Session property 'Cart.Since' is a DateTime, which does not store an offset; use DateTimeOffset",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES029_is_silent_about_other_types_and_other_properties()
        => Time.Verify("""
            [SessionModel]
            public partial class Cart
            {
                [SessionProperty] public partial DateTimeOffset? Since { get; set; }
                [SessionProperty] public partial DateOnly Day { get; set; }
                public DateTime Local { get; set; }
            }

            public class Line { public DateTime Since { get; set; } }
            """);
}
