using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

public sealed class TestCookieCodeFixTests
{
    private static readonly CodeFixTest TooEarly = CodeFixTest.Create(DiagnosticIds.TestCookieTestedTooEarly);
    private static readonly CodeFixTest Untested = CodeFixTest.Create(DiagnosticIds.TestCookieNotTested);

    [Fact]
    public Task TSES030_sets_in_the_page_before()
        => TooEarly.Verify(
            """
            var app = WebApplication.Create();

            app.MapPost("/login", (HttpContext context, string name) =>
            {
                context.Session.SetTestCookie();
                if (![|context.Session.TestCookieWorked()|])
                {
                    return [|context.Session.TestCookieWorked()|] ? "odd" : "no cookies";
                }

                return name;
            });
            """,
            """
            var app = WebApplication.Create();
            app.MapGet("/login", (HttpContext context) => context.Session.SetTestCookie());

            app.MapPost("/login", (HttpContext context, string name) =>
            {
                if (!context.Session.TestCookieWorked())
                {
                    return context.Session.TestCookieWorked() ? "odd" : "no cookies";
                }

                return name;
            });
            """);

    [Fact]
    public Task TSES030_has_no_fix_if_the_previous_page_already_sets_it()
        => TooEarly.Verify(
            """
            static class Pages
            {
                public static void Map(WebApplication app)
                {
                    app.MapGet("/login", (ISession session) => { session.SetTestCookie(); return "Your name?"; });
                    app.MapPost("/login", (ISession session) =>
                    {
                        session.SetTestCookie();
                        return [|session.TestCookieWorked()|];
                    });
                }
            }
            """,
            """
            static class Pages
            {
                public static void Map(WebApplication app)
                {
                    app.MapGet("/login", (ISession session) => { session.SetTestCookie(); return "Your name?"; });
                    app.MapPost("/login", (ISession session) =>
                    {
                        return session.TestCookieWorked();
                    });
                }
            }
            """);

    [Theory]
    [InlineData(
        "app.MapGet(\"/login\", () => \"Your name?\"); app.MapPost(\"/login\", (ISession s) => "
            + "{ s.SetTestCookie(); return [|s.TestCookieWorked()|]; });")]
    [InlineData("app.MapPut(\"/login\", (ISession s) => { s.SetTestCookie(); return [|s.TestCookieWorked()|]; });")]
    [InlineData("ISession s = null!; app.MapPost(\"/login\", () => { s.SetTestCookie(); return [|s.TestCookieWorked()|]; });")]
    [InlineData("app.MapPost(address, (ISession s) => { s.SetTestCookie(); return [|s.TestCookieWorked()|]; });")]
    [InlineData("bool Both(ISession s) { s.SetTestCookie(); return [|s.TestCookieWorked()|]; }")]
    public Task TSES030_has_no_fix_for_other_handlers(string statements)
        => TooEarly.VerifyNoFix($"var app = WebApplication.Create(); var address = \"/login\"; {statements}");

    [Fact]
    public Task TSES031_tests_before_the_deletion()
        => Untested.Verify(
            """
            class Login
            {
                void Post(HttpContext context)
                {
                    // Done with it.
                    [|context.Session.DeleteTestCookie()|]; // gone
                    Console.WriteLine();
                }
            }
            """,
            """
            class Login
            {
                void Post(HttpContext context)
                {
                    // Done with it.
                    if (context.Session.TestCookieWorked())
                    {
                        context.Session.DeleteTestCookie();
                    } // gone
                    Console.WriteLine();
                }
            }
            """);

    [Theory]
    [InlineData("session.SetTestCookie(); [|session.DeleteTestCookie()|];")]
    [InlineData("if (a) [|session.DeleteTestCookie()|];")]
    [InlineData("Action delete = () => [|session.DeleteTestCookie()|];")]
    public Task TSES031_has_no_fix_where_a_test_would_not_help(string statements)
        => Untested.VerifyNoFix($"class Login {{ void Post(ISession session, bool a) {{ {statements} }} }}");
}
