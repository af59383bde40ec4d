using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Shape;

public sealed class EnumMemberChangedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.EnumMemberChanged);

    [Theory]
    [InlineData("Small=0 Medium=1", "The member 'Medium' of 'Size', which sessions store, was removed or renamed; restore it")]
    [InlineData("Small=0 Large=2", "The member 'Large' of 'Size', which sessions store, was 2 and is 1 now; restore it")]
    public async Task TSES115_reports_members_that_changed(string recorded, string message)
        => Assert.Equal(
            message, await Rule.WithShape($"Shop size : Size\nenum Size {recorded}").Message(Source("[|Size|]", "Small, Large")));

    [Fact]
    public Task TSES115_is_silent_about_new_members_and_another_order()
        => Rule.WithShape("Shop size : Size\nenum Size Small=0", "enum Size Large=1 Small=0 Old=3").Verify(
            Source("{|TSES110:Size|}", "Large = 1, Small = 0"));

    private static string Source(string name, string members) => $$"""
        [SessionModel] public partial class Shop { [SessionProperty(Key = "size")] public partial Size Wanted { get; set; } }
        public enum {{name}} { {{members}} }
        """;
}
