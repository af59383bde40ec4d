using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.TestCookie;

/// <summary>The paths between the call that sets the test cookie and the call that tests it.</summary>
public sealed class TestCookieTestedTooEarlyInBranchesTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TestCookieTestedTooEarly);

    [Theory]
    [InlineData("if (a) { session.SetTestCookie(); } else { session.TestCookieWorked(); }", "either, or")]
    [InlineData("_ = a ? Set(session) : session.TestCookieWorked(); session.SetTestCookie();", "the test is before")]
    [InlineData("if (a) { session.SetTestCookie(); return; } session.TestCookieWorked();", "early return")]
    [InlineData("if (a) { session.SetTestCookie(); throw new Exception(); } session.TestCookieWorked();", "early throw")]
    [InlineData("switch (n) { case 1: session.SetTestCookie(); break; case 2: session.TestCookieWorked(); break; }", "cases")]
    [InlineData("if (a) session.SetTestCookie(); if (b) session.TestCookieWorked();", "a and b may exclude each other")]
    [InlineData("if (a) session.SetTestCookie(); if (b) return; session.TestCookieWorked();", "a may mean b")]
    [InlineData("if (a) session.SetTestCookie(); if (b) throw new Exception(); session.TestCookieWorked();", "a may mean b")]
    [InlineData("if (false) { session.SetTestCookie(); } session.TestCookieWorked();", "never set")]
    [InlineData("return; session.SetTestCookie(); session.TestCookieWorked();", "never reached")]
    [InlineData("session.SetTestCookie(); while (true) { } session.TestCookieWorked();", "never reached")]
    public Task TSES030_is_silent_about_branches_that_exclude_each_other(string statements, string why) => Verify(statements, why);

    [Theory]
    [InlineData("session.SetTestCookie(); if (a) { [|session.TestCookieWorked()|]; }")]
    [InlineData("if (a) { session.SetTestCookie(); } [|session.TestCookieWorked()|];")]
    [InlineData("if (a) session.SetTestCookie(); else session.SetTestCookie(); if (b) [|session.TestCookieWorked()|];")]
    [InlineData("if (a) session.SetTestCookie(); if (b) [|session.TestCookieWorked()|]; else [|session.TestCookieWorked()|];")]
    [InlineData("if (a) { session.SetTestCookie(); if (b) return; n = [|session.TestCookieWorked()|] ? 1 : 2; }")]
    [InlineData("switch (n) { case 1: session.SetTestCookie(); goto case 2; case 2: [|session.TestCookieWorked()|]; break; }")]
    [InlineData("session.SetTestCookie(); goto end; end: [|session.TestCookieWorked()|];")]
    [InlineData("session.SetTestCookie(); session.DeleteTestCookie(); [|session.TestCookieWorked()|];")]
    [InlineData("session.SetTestCookie(); n = [|session.TestCookieWorked()|] ? 1 : 2; n += [|session.TestCookieWorked()|] ? 1 : 2;")]
    [InlineData("if (true) { session.SetTestCookie(); } [|session.TestCookieWorked()|];")]
    [InlineData("session.SetTestCookie(); n = a switch { true => [|session.TestCookieWorked()|] ? 1 : 2, false => 3 };")]
    public Task TSES030_reports_branches_that_certainly_run_concurrently(string statements) => Verify(statements);

    [Theory]
    [InlineData("session.SetTestCookie(); foreach (var i in new[] { 1 }) [|session.TestCookieWorked()|];")]
    [InlineData("foreach (var i in new[] { 1 }) session.SetTestCookie(); [|session.TestCookieWorked()|];")]
    [InlineData("for (var i = 0; i < n; i++) { session.SetTestCookie(); [|session.TestCookieWorked()|]; }")]
    [InlineData("while (a) { session.SetTestCookie(); if (b) continue; [|session.TestCookieWorked()|]; }")]
    [InlineData("do { session.SetTestCookie(); } while (![|session.TestCookieWorked()|]);")]
    [InlineData("while (true) { session.SetTestCookie(); if (a) break; } [|session.TestCookieWorked()|];")]
    [InlineData("foreach (var s in new[] { session }) { s.SetTestCookie(); [|s.TestCookieWorked()|]; }")]
    public Task TSES030_reports_loops_that_set_first(string statements) => Verify(statements);

    [Theory]
    [InlineData("while (a) { if (session.TestCookieWorked()) break; session.SetTestCookie(); }", "only the next round would be wrong")]
    [InlineData("while (true) { if (session.TestCookieWorked()) return; session.SetTestCookie(); }", "only the next round would be wrong")]
    [InlineData(
        "while (true) { var s = Next(); if (a) { s.SetTestCookie(); continue; } s.TestCookieWorked(); return; }",
        "the next round has another session")]
    [InlineData(
        "foreach (var s in new[] { session }) { if (a) { s.SetTestCookie(); continue; } s.TestCookieWorked(); }",
        "the next round has another session")]
    [InlineData(
        "foreach (var s in new[] { session }) { s.SetTestCookie(); } foreach (var s in new[] { session }) { s.TestCookieWorked(); }",
        "two variables of one name")]
    public Task TSES030_is_silent_about_loops_that_test_first_or_change_the_session(string statements, string why)
        => Verify(statements, why);

    [Theory]
    [InlineData("try { session.SetTestCookie(); } finally { [|session.TestCookieWorked()|]; }")]
    [InlineData("try { session.SetTestCookie(); } finally { n++; } [|session.TestCookieWorked()|];")]
    [InlineData("try { if (a) return; session.SetTestCookie(); } finally { n++; } [|session.TestCookieWorked()|];")]
    [InlineData(
        "try { if (a) { session.SetTestCookie(); } try { n++; } finally { n--; } } finally { n++; } [|session.TestCookieWorked()|];")]
    [InlineData("session.SetTestCookie(); try { n++; } catch (Exception) { [|session.TestCookieWorked()|]; }")]
    [InlineData("try { session.SetTestCookie(); [|session.TestCookieWorked()|]; } catch (Exception) { n++; }")]
    [InlineData("try { n++; } finally { session.SetTestCookie(); [|session.TestCookieWorked()|]; }")]
    [InlineData("using (Open()) { session.SetTestCookie(); } [|session.TestCookieWorked()|];")]
    [InlineData("using var open = Open(); session.SetTestCookie(); if (a) return; [|session.TestCookieWorked()|];")]
    [InlineData("lock (this) { session.SetTestCookie(); } [|session.TestCookieWorked()|];")]
    public Task TSES030_reports_through_try_and_finally(string statements) => Verify(statements);

    [Theory]
    [InlineData("try { session.SetTestCookie(); } catch (Exception) { session.TestCookieWorked(); }", "setting it may have failed")]
    [InlineData(
        "try { n++; session.SetTestCookie(); } catch (Exception) when (session.TestCookieWorked()) { }",
        "setting it may have failed")]
    [InlineData("try { session.TestCookieWorked(); } finally { session.SetTestCookie(); }", "the test is before")]
    [InlineData(
        "try { if (a) { session.SetTestCookie(); return; } } finally { n++; } session.TestCookieWorked();",
        "returns through the finally")]
    public Task TSES030_is_silent_about_handlers_that_may_run_without_the_cookie_being_set(string statements, string why)
        => Verify(statements, why);

    [Theory]
    [InlineData("Action set = () => session.SetTestCookie(); Func<bool> test = () => session.TestCookieWorked();")]
    [InlineData("session.SetTestCookie(); Func<bool> test = () => session.TestCookieWorked();")]
    [InlineData("void Set() => session.SetTestCookie(); session.TestCookieWorked();")]
    [InlineData("session.SetTestCookie(); bool Test() { return session.TestCookieWorked(); }")]
    [InlineData("session.SetTestCookie(); System.Linq.Expressions.Expression<Func<bool>> test = () => session.TestCookieWorked();")]
    public Task TSES030_takes_each_lambda_and_local_function_on_its_own(string statements) => Verify(statements);

    [Theory]
    [InlineData("Func<bool> both = () => { session.SetTestCookie(); return [|session.TestCookieWorked()|]; };")]
    [InlineData("bool Both(ISession s) { s.SetTestCookie(); return [|s.TestCookieWorked()|]; }")]
    [InlineData(
        "void Outer() { void Inner(ISession s) { s.SetTestCookie(); "
            + "Func<bool> f = static () => true; n = [|s.TestCookieWorked()|] ? 1 : 2; } }")]
    [InlineData(
        "Action outer = () => { Func<bool> inner = delegate { session.SetTestCookie(); return [|session.TestCookieWorked()|]; }; };")]
    public Task TSES030_reports_inside_of_lambdas_and_local_functions(string statements) => Verify(statements);

    [Fact]
    public Task TSES030_reports_in_accessors_constructors_and_async_methods()
        => Rule.Verify("""
            class Login
            {
                private readonly ISession _session;

                Login(ISession session) { session.SetTestCookie(); _ = [|session.TestCookieWorked()|]; _session = session; }

                bool Worked { get { _session.SetTestCookie(); return [|_session.TestCookieWorked()|]; } }

                async Task<bool> Post(HttpContext context)
                {
                    await context.Session.LoadAsync();
                    context.Session.SetTestCookie();
                    await Task.Yield();
                    return [|context.Session.TestCookieWorked()|];
                }

                IEnumerable<bool> Each(ISession session)
                {
                    session.SetTestCookie();
                    yield return true;
                    yield return [|session.TestCookieWorked()|];
                }
            }
            """);

    [Fact]
    public Task TSES030_reports_in_the_handlers_of_a_minimal_api()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.MapGet("/login", (HttpContext context) => context.Session.SetTestCookie());
            app.MapPost("/login", (HttpContext context) => context.Session.TestCookieWorked() ? "in" : "no cookies");
            app.MapPost("/wrong", (HttpContext context) =>
            {
                context.Session.SetTestCookie();
                return [|context.Session.TestCookieWorked()|] ? "in" : "no cookies";
            });
            app.Run();
            """);

    [Fact]
    public Task TSES030_is_silent_about_one_handler_for_both_methods()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.Map("/login", (HttpContext context) =>
            {
                if (HttpMethods.IsGet(context.Request.Method))
                {
                    context.Session.SetTestCookie();
                }

                if (HttpMethods.IsPost(context.Request.Method) && context.Session.TestCookieWorked())
                {
                    context.Session.DeleteTestCookie();
                }
            });
            app.Run();
            """);

    private static Task Verify(string statements, string why = "")
        => Rule.Verify($$"""
            class Login
            {
                // {{why}}
                void Post(ISession session, bool a, bool b, int n)
                {
                    {{statements}}
                }

                static bool Set(ISession session) => session is null;

                static IDisposable Open() => throw new NotSupportedException();

                static ISession Next() => throw new NotSupportedException();
            }
            """);
}
