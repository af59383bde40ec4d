using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.TestCookie;

/// <summary>Calls through other methods of the type, through models, and over several simulated requests.</summary>
public sealed class TestCookieTestedTooEarlyInHelpersTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TestCookieTestedTooEarly);

    [Theory]
    [InlineData("void Set() => session.SetTestCookie(); Set(); _ = [|session.TestCookieWorked()|];")]
    [InlineData("bool Test() => session.TestCookieWorked(); session.SetTestCookie(); _ = [|Test()|];")]
    [InlineData("Mark(session); _ = [|session.TestCookieWorked()|];")]
    [InlineData("Mark(session); _ = [|Check(session)|];")]
    [InlineData("session.SetTestCookie(); _ = a && [|Check(session)|];")]
    [InlineData("MarkContext(HttpContext); _ = [|HttpContext.Session.TestCookieWorked()|];")]
    [InlineData("MarkOwn(); _ = [|CheckOwn()|];")]
    [InlineData("MarkTwice(session, a); _ = [|session.TestCookieWorked()|];")]
    [InlineData("Mark(shop.Session); _ = [|shop.Session.TestCookieWorked()|];")]
    public Task TSES030_reports_through_functions_of_the_type(string statements) => Rule.Verify(Page(statements));

    [Theory]
    [InlineData("Mark(session); _ = other.TestCookieWorked();", "another session")]
    [InlineData("Mark(session); _ = Check(other);", "another session")]
    [InlineData("MaybeMark(session, a); _ = session.TestCookieWorked();", "not always set")]
    [InlineData("_ = Check(session); Mark(session);", "the test is before")]
    [InlineData("if (a) { Mark(session); } else { _ = Check(session); }", "either, or")]
    [InlineData("Virtual(session); _ = session.TestCookieWorked();", "an override may do anything")]
    [InlineData("void Set() => session.SetTestCookie(); _ = session.TestCookieWorked(); Set();", "the test is before")]
    [InlineData("Round(session); _ = session.TestCookieWorked();", "functions in a circle")]
    public Task TSES030_is_silent_about_functions_that_may_not_set(string statements, string why) => Rule.Verify(Page(statements, why));

    [Theory]
    [InlineData("shop.Session.SetTestCookie(); _ = [|shop.Session.TestCookieWorked()|];")]
    [InlineData("var same = shop.Session; same.SetTestCookie(); _ = [|shop.Session.TestCookieWorked()|];")]
    [InlineData("var view = session.As<Shop>(); view.Session.SetTestCookie(); _ = [|session.TestCookieWorked()|];")]
    [InlineData("var view = HttpContext.Session.As<Shop>(); HttpContext.Session.SetTestCookie(); _ = [|view.Session.TestCookieWorked()|];")]
    [InlineData("ISession same = _field; same.SetTestCookie(); _ = [|_field.TestCookieWorked()|];")]
    public Task TSES030_reports_sessions_with_any_name(string statements) => Rule.Verify(Page(statements));

    [Theory]
    [InlineData("var own = new Shop(); own.Session.SetTestCookie(); await own.Session.CommitAsync(); _ = own.Session.TestCookieWorked();")]
    [InlineData("var own = new Shop().Session; own.SetTestCookie(); own.CommitAsync().Wait(); _ = own.TestCookieWorked();")]
    [InlineData("Mark(session); await session.CommitAsync(); _ = Check(session);")]
    [InlineData("session.SetTestCookie(); await Next(session); _ = session.TestCookieWorked();")]
    [InlineData("session.SetTestCookie(); Outside.Send(session); _ = session.TestCookieWorked();")]
    [InlineData("shop.Session.SetTestCookie(); Outside.Send(shop); _ = shop.Session.TestCookieWorked();")]
    [InlineData("await MarkAndCommit(session); _ = session.TestCookieWorked();")]
    [InlineData("for (var i = 0; i < 2; i++) { session.SetTestCookie(); await session.CommitAsync(); _ = session.TestCookieWorked(); }")]
    public Task TSES030_is_silent_where_another_request_may_begin_between(string statements) => Rule.Verify(Page(statements));

    [Fact]
    public Task TSES030_reports_in_a_program_with_functions()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.MapGet("/login", (HttpContext context) => Mark(context));
            app.MapPost("/login", (HttpContext context) => Worked(context) ? "in" : "no cookies");
            app.MapPost("/wrong", (HttpContext context) => { Mark(context); return [|Worked(context)|]; });

            static void Mark(HttpContext context) => context.Session.SetTestCookie();
            static bool Worked(HttpContext context) => context.Session.TestCookieWorked();
            """);

    private static string Page(string statements, string why = "")
        => $$"""
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty] public partial string? UserName { get; set; }
            }

            public class Page(ISession own, ISession given) : ControllerBase
            {
                private readonly ISession _field = given;

                // {{why}}
                public async Task Post(ISession session, ISession other, Shop shop, bool a)
                {
                    {{statements}}
                    await Task.Yield();
                }

                private static void Mark(ISession session) => session.SetTestCookie();

                private static bool Check(ISession marked) => marked.TestCookieWorked();

                private static void MarkContext(HttpContext context) => context.Session.SetTestCookie();

                private void MarkOwn() => own.SetTestCookie();

                private bool CheckOwn() => own.TestCookieWorked();

                private static void MarkTwice(ISession session, bool a) { if (a) { Mark(session); } else { session.SetTestCookie(); } }

                private static void MaybeMark(ISession session, bool a) { if (a) { session.SetTestCookie(); } }

                protected virtual void Virtual(ISession session) => session.SetTestCookie();

                private static void Round(ISession session) { if (session.IsAvailable) { Trip(session); } }

                private static void Trip(ISession session) => Round(session);

                private static async Task Next(ISession session) { await Task.Yield(); await session.CommitAsync(); }

                private static async Task MarkAndCommit(ISession session) { session.SetTestCookie(); await session.CommitAsync(); }
            }

            public static class Outside
            {
                public static void Send(ISession session) => session.CommitAsync().Wait();

                public static void Send(Shop shop) => Send(shop.Session);
            }
            """;
}
