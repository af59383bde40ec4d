using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class MemberChangedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.MemberChanged);

    [Fact]
    public async Task TSES114_reports_a_member_that_is_gone()
        => Assert.StartsWith(
            "The member 'Old' of 'Line', which sessions store, was removed or renamed; ",
            await Rule.WithShape("Shop line : Line\ntype Line Name : string\ntype Line Old : int").Message(
                Source("Line", "[|Line|]", "Name")));

    [Fact]
    public async Task TSES114_reports_a_member_with_another_type()
        => Assert.Equal(
            "The member 'Name' of 'Line', which sessions store, was 'int' and is 'string' now; "
                + "keep its name with [JsonPropertyName], or give the properties that store the type another 'Key'",
            await Rule.WithShape("Shop line : Line\ntype Line Name : int").Message(Source("Line", "Line", "[|Name|]")));

    [Fact]
    public Task TSES114_is_silent_about_types_that_no_property_stores()
        => Rule.WithShape("Shop line : list<Line>\ntype Line Name : string\ntype Old Name : string").Verify(
            Source("List<Line>", "Line", "Name"));

    private static string Source(string type, string name, string member) => $$"""
        [SessionModel] public partial class Shop { [SessionProperty(Key = "line")] public partial {{type}}? Line { get; set; } }
        public class {{name}} { public string? {{member}} { get; set; } }
        """;
}
