using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.TestCookie;

/// <summary>
/// The calls that set and test the test cookie, and the sessions that are the same.
/// <see cref="TestCookieTestedTooEarlyInBranchesTests"/> covers the paths between the calls.
/// </summary>
public sealed class TestCookieTestedTooEarlyTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.TestCookieTestedTooEarly);

    [Fact]
    public async Task TSES030_reports_the_test_and_points_to_the_call_that_sets()
    {
        var found = await Rule.Verify("""
            class Login
            {
                bool Post(ISession session)
                {
                    session.SetTestCookie();
                    return [|session.TestCookieWorked()|];
                }
            }
            """);

        var diagnostic = Assert.Single(found);
        var set = Assert.Single(diagnostic.AdditionalLocations);
        Assert.Equal("session.SetTestCookie()", set.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(set.SourceSpan));
        Assert.Equal(
            "'TestCookieWorked()' is never true in the request that called 'SetTestCookie()'; "
                + "call it in a later request, which can return the cookie",
            diagnostic.GetMessage());
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp13)]
    [InlineData(LanguageVersion.Preview)]
    public Task TSES030_reports_every_form_of_the_calls(LanguageVersion version)
        => (Rule with { LanguageVersion = version }).Verify("""
            class Login(ITypedSession field)
            {
                private readonly ITypedSession _session = field;

                void Extension(ISession session) { session.SetTestCookie(); _ = [|session.TestCookieWorked()|]; }

                void Static(ISession session)
                {
                    TypedSessionExtensions.SetTestCookie(session);
                    _ = [|TypedSessionExtensions.TestCookieWorked(session)|];
                }

                void Typed(ITypedSession session) { session.SetTestCookie(); _ = [|session.TestCookieWorked()|]; }

                void Mixed(ISession session) { ((ITypedSession)session).SetTestCookie(); _ = [|session.TestCookieWorked()|]; }

                void Conditional(HttpContext? context) { context?.Session.SetTestCookie(); _ = context?[|.Session.TestCookieWorked()|]; }

                void Generic<T>(T session) where T : ITypedSession { session.SetTestCookie(); _ = [|session.TestCookieWorked()|]; }

                void Field() { _session.SetTestCookie(); _ = [|this._session.TestCookieWorked()|]; }

                bool Expression(ISession session, bool more) { session.SetTestCookie(); return more && ![|session.TestCookieWorked()|]; }
            }
            """);

    [Fact]
    public Task TSES030_reports_a_class_of_the_application_that_implements_the_interface()
        => (Rule with { IsHalfTyped = true }).Verify("""
            abstract class Fake : ITypedSession
            {
                public abstract void SetTestCookie();
                public abstract bool TestCookieWorked();
            }

            class Login
            {
                void Post(Fake session) { session.SetTestCookie(); _ = [|session.TestCookieWorked()|]; }
            }
            """);

    [Fact]
    public Task TSES030_reports_every_access_to_the_session_of_the_request()
        => Rule.Verify("""
            class Login(IHttpContextAccessor accessor) : ControllerBase
            {
                void Same() { HttpContext.Session.SetTestCookie(); _ = [|HttpContext.Session.TestCookieWorked()|]; }

                void This() { this.HttpContext.Session.SetTestCookie(); _ = [|Request.HttpContext.Session.TestCookieWorked()|]; }

                void Accessor(HttpContext context)
                {
                    accessor.HttpContext!.Session.SetTestCookie();
                    _ = [|context.Session.TestCookieWorked()|];
                }

                void Parameters(HttpContext context, HttpRequest request)
                {
                    context.Session.SetTestCookie();
                    _ = [|request.HttpContext.Session.TestCookieWorked()|];
                }

                void Alias(HttpContext context)
                {
                    var session = context.Session;
                    ISession? again = context?.Session;
                    session.SetTestCookie();
                    _ = [|again!.TestCookieWorked()|];
                    _ = [|HttpContext.Session.TestCookieWorked()|];
                }
            }
            """);

    [Fact]
    public Task TSES030_reports_the_session_of_a_model()
        => Rule.Verify("""
            [SessionModel]
            public partial class Shop
            {
                [SessionProperty] public partial string? UserName { get; set; }
            }

            class Login(Shop field)
            {
                void Parameter(Shop shop) { shop.Session.SetTestCookie(); _ = [|shop.Session.TestCookieWorked()|]; }

                void Field() { field.Session.SetTestCookie(); _ = [|field.Session.TestCookieWorked()|]; }

                void Two(Shop one, Shop other) { one.Session.SetTestCookie(); _ = other.Session.TestCookieWorked(); }
            }
            """);

    [Fact]
    public Task TSES030_is_silent_about_different_sessions()
        => Rule.Verify("""
            class Browser { public required ISession Session { get; set; } }

            class Tests
            {
                ISession Open() => throw new NotSupportedException();

                void Parameters(ISession one, ISession other) { one.SetTestCookie(); other.TestCookieWorked(); }

                void Contexts(HttpContext one, HttpContext other) { one.Session.SetTestCookie(); other.Session.TestCookieWorked(); }

                void Requests()
                {
                    var first = new DefaultHttpContext();
                    var second = new DefaultHttpContext();
                    first.Session.SetTestCookie();
                    second.Session.TestCookieWorked();
                }

                void Members(Browser one, Browser other) { one.Session.SetTestCookie(); other.Session.TestCookieWorked(); }

                void Calls() { Open().SetTestCookie(); Open().TestCookieWorked(); }

                void Elements(ISession[] sessions) { sessions[0].SetTestCookie(); sessions[1].TestCookieWorked(); }
            }
            """);

    [Fact]
    public Task TSES030_is_silent_about_variables_that_change()
        => Rule.Verify("""
            class Tests(ISession primary)
            {
                private ISession _session = primary;

                ISession Open() => throw new NotSupportedException();

                void Open(out ISession session) => session = primary;

                void Local() { var session = Open(); session.SetTestCookie(); session = Open(); session.TestCookieWorked(); }

                void Parameter(ISession session) { session.SetTestCookie(); session = Open(); session.TestCookieWorked(); }

                void Field() { _session.SetTestCookie(); _session = Open(); _session.TestCookieWorked(); }

                void Out() { Open(out var session); session.SetTestCookie(); Open(out session); session.TestCookieWorked(); }

                void Deconstruction(ISession session)
                {
                    session.SetTestCookie();
                    (session, _) = (Open(), 1);
                    session.TestCookieWorked();
                }

                void Context(HttpContext context, HttpContext next)
                {
                    context.Session.SetTestCookie();
                    context = next;
                    context.Session.TestCookieWorked();
                }
            }
            """);

    [Fact]
    public Task TSES030_is_silent_about_methods_of_the_same_name()
        => Rule.Verify("""
            class Oven
            {
                public void SetTestCookie() { }
                public bool TestCookieWorked() => true;
                void Bake() { SetTestCookie(); _ = TestCookieWorked(); new Oven().SetTestCookie(); _ = new Oven().TestCookieWorked(); }
            }
            """);

    [Fact]
    public Task TSES030_is_silent_about_handlers_of_one_class()
        => Rule.Verify("""
            class Login : ControllerBase
            {
                [HttpGet] public void Get() => HttpContext.Session.SetTestCookie();

                [HttpPost] public bool Post()
                {
                    var worked = HttpContext.Session.TestCookieWorked();
                    HttpContext.Session.DeleteTestCookie();
                    return worked;
                }
            }
            """);

    [Fact]
    public Task TSES030_is_silent_about_the_order_that_works()
        => Rule.Verify("""
            class Login
            {
                bool Post(ISession session)
                {
                    var worked = session.TestCookieWorked();
                    session.SetTestCookie();
                    return worked;
                }
            }
            """);

    [Theory]
    [InlineData("session.SetTestCookie( ; session.TestCookieWorked(")]
    [InlineData("session.SetTestCookie(); if (session.TestCookieWorked() {")]
    [InlineData("session.SetTestCookie(); { session.TestCookieWorked")]
    [InlineData("unknown.SetTestCookie(); unknown.TestCookieWorked();")]
    [InlineData("SetTestCookie(); TestCookieWorked();")]
    [InlineData("TypedSessionExtensions.SetTestCookie(); TypedSessionExtensions.TestCookieWorked();")]
    [InlineData("goto nowhere; session.SetTestCookie(); break; session.TestCookieWorked(); nowhere")]
    [InlineData("session?. .SetTestCookie(); session?.Session?.TestCookieWorked();")]
    [InlineData("var s = s; s.SetTestCookie(); s.TestCookieWorked(); var a = b; var b = a; a.SetTestCookie(); b.TestCookieWorked();")]
    [InlineData("try { session.SetTestCookie(); session.")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow($"class Login {{ void Post(ISession session) {{ {statements} }} }}");

    [Theory]
    [InlineData("class Login { bool _worked = new Session().TestCookieWorked(")]
    [InlineData("class Login { bool Post(ISession session) => session.SetTestCookie() + session.TestCookieWorked(); }")]
    [InlineData(
        "[Obsolete(TypedSessionExtensions.TestCookieWorked(SetTestCookie()))] "
            + "class Login(ISession s = s.SetTestCookie()) : Base(s.TestCookieWorked());")]
    public Task Half_typed_members_do_not_throw(string source) => HalfTyped.DoesNotThrow(source);
}
