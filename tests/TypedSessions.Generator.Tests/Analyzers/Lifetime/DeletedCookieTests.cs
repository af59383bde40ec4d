using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class DeletedCookieTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.DeletedCookie);

    [Theory]
    [InlineData("[|Response.Cookies.Delete(\".AspNetCore.Session\")|];")]
    [InlineData("[|Response.Cookies.Delete(Microsoft.AspNetCore.Session.SessionDefaults.CookieName)|];")]
    [InlineData("[|HttpContext.Response.Cookies.Delete(\"__Host-session\", new CookieOptions { Secure = true })|];")]
    [InlineData("const string name = \".AspNetCore.Session\"; HttpContext.Session.Remove(\"user\"); [|Response.Cookies.Delete(name)|];")]
    public Task TSES050_reports_a_cookie_whose_session_stays(string body) => Rule.Verify(Controller(body));

    [Theory]
    [InlineData("HttpContext.Session.Abandon(); Response.Cookies.Delete(\".AspNetCore.Session\");")]
    [InlineData("Response.Cookies.Delete(\".AspNetCore.Session\"); HttpContext.Session.Clear();")]
    [InlineData("Response.Cookies.Delete(\"theme\");")]
    [InlineData("SignOut(); Response.Cookies.Delete(\".AspNetCore.Session\");")]
    [InlineData("End(); Response.Cookies.Delete(\".AspNetCore.Session\");")]
    [InlineData("if (Request.Cookies.ContainsKey(\".AspNetCore.Session\")) { Response.Cookies.Delete(\".AspNetCore.Session\"); }")]
    [InlineData("foreach (var name in Request.Cookies.Keys) { Response.Cookies.Delete(name); }")]
    [InlineData("System.IO.File.Delete(\".AspNetCore.Session\");")]
    public Task TSES050_is_silent_where_the_session_ends_or_another_cookie_is_deleted(string body) => Rule.Verify(Controller(body));

    private static string Controller(string body) => $$"""
        public class AccountController : Controller
        {
            public void Leave()
            {
                {{body}}
            }

            private void End() => HttpContext.Session.Abandon();
        }

        [SessionModel]
        public partial class Shop;
        """;
}
