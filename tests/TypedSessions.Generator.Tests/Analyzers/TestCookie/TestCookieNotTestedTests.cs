using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.TestCookie;

public sealed class TestCookieNotTestedTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TestCookieNotTested);

    [Theory]
    [InlineData("[|session.DeleteTestCookie()|];")]
    [InlineData("[|context.Session.DeleteTestCookie()|]; context.Session.SetString(\"a\", \"b\");")]
    [InlineData("session.SetTestCookie(); [|session.DeleteTestCookie()|];")]
    [InlineData("session.SetTestCookie(); if (a) { [|session.DeleteTestCookie()|]; }")]
    public async Task TSES031_reports_a_deletion_without_a_check_before_it(string statements)
    {
        var found = await Rule.Verify(Page(statements));

        Assert.Equal(
            "'DeleteTestCookie()' is called without checking 'TestCookieWorked()'; call 'TestCookieWorked()' first",
            Assert.Single(found).GetMessage());
    }

    [Fact]
    public Task TSES031_reports_what_the_same_request_set_where_other_methods_test()
        => Rule.Verify(
            Page("session.SetTestCookie(); [|session.DeleteTestCookie()|];", "bool Test(ISession session) => session.TestCookieWorked();"));

    [Theory]
    [InlineData("if (session.TestCookieWorked()) { session.DeleteTestCookie(); }")]
    [InlineData("var worked = session.TestCookieWorked(); session.DeleteTestCookie(); Console.WriteLine(worked);")]
    [InlineData("if (Test(session)) { session.DeleteTestCookie(); }")]
    [InlineData("session.DeleteTestCookie();")]
    [InlineData("session.SetTestCookie(); session.CommitAsync().Wait(); session.DeleteTestCookie();")]
    [InlineData("if (a) { session.SetTestCookie(); } else { session.DeleteTestCookie(); }")]
    public Task TSES031_is_silent_where_the_type_tests(string statements)
        => Rule.Verify(Page(statements, "bool Test(ISession session) => session.TestCookieWorked();"));

    [Theory]
    [InlineData("if (Outside.Test(session)) { session.DeleteTestCookie(); }", "others test")]
    [InlineData("session.Abandon(); session.DeleteTestCookie();", "the session ends")]
    [InlineData("DeleteTestCookie();", "another method")]
    public Task TSES031_is_silent_where_others_may_test(string statements, string why)
        => Rule.Verify(Page(statements, $"/* {why} */ void DeleteTestCookie() {{ }}"));

    [Fact]
    public Task TSES031_is_silent_about_a_part_of_a_type()
        => Rule.Verify(
            "partial class Login { void Post(ISession session) => session.DeleteTestCookie(); }",
            "partial class Login { bool Test(ISession session) => session.TestCookieWorked(); }");

    [Theory]
    [InlineData("session.DeleteTestCookie(")]
    [InlineData("session.SetTestCookie(); session?.DeleteTestCookie().")]
    public Task Half_typed_code_does_not_throw(string statements) => HalfTyped.DoesNotThrow(Page(statements));

    private static string Page(string statements, string members = "")
        => $$"""
            public class Page
            {
                void Post(HttpContext context, ISession session, bool a)
                {
                    {{statements}}
                }

                {{members}}
            }

            public static class Outside
            {
                public static bool Test(ISession session) => session.IsAvailable;
            }
            """;
}
