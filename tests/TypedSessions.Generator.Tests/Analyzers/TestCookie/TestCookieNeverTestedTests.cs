using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.TestCookie;

public sealed class TestCookieNeverTestedTests
{
    private const string Program = "var app = WebApplication.Create();\n";

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TestCookieNeverTested);

    [Fact]
    public Task TSES032_reports_each_call_that_sets()
        => Rule.Verify(
            Program + "app.MapGet(\"/\", (HttpContext context) => [|context.Session.SetTestCookie()|]);",
            "class Login { void Get(ITypedSession session) { [|session.SetTestCookie()|]; } }");

    [Fact]
    public Task TSES032_is_silent_where_another_file_tests()
        => Rule.Verify(
            Program + "app.MapGet(\"/\", (HttpContext context) => context.Session.SetTestCookie());",
            "class Login { bool Post(ITypedSession session) => session.TestCookieWorked(); }");

    [Fact]
    public Task TSES032_is_silent_in_a_library()
        => Rule.Verify("public class Login { public void Get(ITypedSession session) => session.SetTestCookie(); }");

    [Fact]
    public Task TSES032_is_silent_about_methods_of_the_same_name()
        => Rule.Verify(Program + "new Oven().SetTestCookie(); class Oven { public void SetTestCookie() { } }");

    [Theory]
    [InlineData("context.Session.SetTestCookie(")]
    [InlineData("unknown.SetTestCookie(); SetTestCookie();")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow(Program + $"HttpContext context = null!; {statements}");
}
