using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Declaration;

public sealed class DateTimePropertyTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.DateTimeProperty);

    [Fact]
    public async Task TSES029_reports_timestamps_without_an_offset()
    {
        var found = await Rule.Verify("""
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
        => Rule.Verify("""
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
