using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;
using Xunit.Sdk;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary><see cref="AnalyzerTest"/> fails with the reason if a result is not the expected one.</summary>
public sealed class AnalyzerTestTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ModelNotPartial);

    [Theory]
    [InlineData("[SessionModel] class Cart;", "not expected: TSES001 at Source0.cs(0,21) 'Cart'")]
    [InlineData("[|class|] Cart;", "not found:    TSES001 at Source0.cs(0,0) 'class'")]
    [InlineData("[SessionModel] class {|TSES002:Cart|};", "not found:    TSES002 at Source0.cs(0,21) 'Cart'")]
    [InlineData("[SessionModel] class [|[|Cart|]|];", "not found:    TSES001 at Source0.cs(0,21) 'Cart'")]
    [InlineData("[SessionModel] class Cart;", "[SessionModel] class {|TSES001:Cart|};")]
    [InlineData("class Cart : Unknown;", "The test's own source does not compile")]
    public async Task A_test_that_is_wrong_fails(string source, string report)
        => Assert.Contains(report, (await Assert.ThrowsAsync<FailException>(() => Rule.Verify(source))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("class [|Cart;")]
    [InlineData("class Cart|];")]
    public Task Marks_come_in_pairs(string source) => Assert.ThrowsAsync<FormatException>(() => Rule.Verify(source));

    [Fact]
    public void Marks_can_be_printed_and_parsed_again()
    {
        const string Marked = "{|TSES001:a {|TSES002:b|}{|TSES003:c|}|} d";

        var (source, marks) = AnalyzerTestMarkup.Parse(Marked, "Source0.cs", "");

        Assert.Equal("a bc d", source);
        Assert.Equal(Marked, AnalyzerTestMarkup.Print(source, marks));
    }

    [Fact]
    public async Task Projects_without_the_library_are_not_analyzed()
    {
        var alone = CSharpCompilation.Create(
            "Alone",
            [
                CSharpSyntaxTree.ParseText(
                    """
                    namespace TypedSessions
                    {
                        class SessionPropertyAttribute : System.Attribute;
                        class Cart { [SessionProperty] int Count { get; set; } }
                    }
                    """,
                    cancellationToken: TestContext.Current.CancellationToken),
            ],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);

        Assert.Empty(await AnalyzerTestProject.Analyze(alone));
        var library = MetadataReference.CreateFromFile(typeof(SessionModelAttribute).Assembly.Location);
        Assert.NotEmpty(await AnalyzerTestProject.Analyze(alone.AddReferences(library)));
    }
}
