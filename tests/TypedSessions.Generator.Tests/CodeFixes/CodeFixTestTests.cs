using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;
using Xunit.Sdk;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary><see cref="CodeFixTest"/> fails with the reason if a result is not the expected one.</summary>
public sealed class CodeFixTestTests
{
    private static readonly CodeFixTest Rule = CodeFixTest.Create(DiagnosticIds.ModelNotPartial);

    [Theory]
    [InlineData(
        "[SessionModel] class [|Cart|];",
        "[SessionModel] partial  class Cart;",
        "Source0.cs is not as expected when fixed one by one")]
    [InlineData("[SessionModel] class Cart;", "[SessionModel] partial class Cart;", "not expected: TSES001")]
    [InlineData(
        "[SessionModel] class [|Cart|] : Unknown;",
        "[SessionModel] partial class Cart : Unknown;",
        "The test's own source does not compile")]
    [InlineData("[SessionModel] partial class Cart;", "[SessionModel] partial class Cart;", "Nothing is marked with TSES001")]
    public async Task A_test_that_is_wrong_fails(string source, string fixedSource, string report)
        => Assert.Contains(
            report,
            (await Assert.ThrowsAnyAsync<XunitException>(() => Rule.Verify(source, fixedSource))).Message,
            StringComparison.Ordinal);

    [Fact]
    public async Task A_fix_that_is_not_offered_fails_and_the_offered_ones_are_named()
    {
        var failed = await Assert.ThrowsAnyAsync<XunitException>(() => (Rule with { Choice = "Other" })
            .Verify("[SessionModel] class [|Cart|];", "[SessionModel] partial class Cart;"));

        Assert.Contains("\"Make 'Cart' partial\" (MakePartialCodeFix)", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remaining_diagnostics_have_to_be_marked()
    {
        const string Source = "[SessionModel] class [|Cart|] { [SessionProperty] public int {|TSES011:Count|} { get; set; } }";

        await Rule.Verify(Source, "[SessionModel] partial class Cart { [SessionProperty] public int {|TSES011:Count|} { get; set; } }");
        await Assert.ThrowsAnyAsync<XunitException>(
            () => Rule.Verify(Source, "[SessionModel] partial class Cart { [SessionProperty] public int Count { get; set; } }"));
    }
}
