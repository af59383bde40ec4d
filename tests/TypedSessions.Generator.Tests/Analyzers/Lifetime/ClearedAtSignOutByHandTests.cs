using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>Sign-outs without ASP.NET Core's authentication.</summary>
public sealed class ClearedAtSignOutByHandTests
{
    private const string Head = """
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.Routing;

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Visits { get; set; }
        }

        [SessionModel(Prefix = "cart.")]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ClearedAtSignOut);

    [Fact]
    public Task TSES046_reports_code_that_signs_out_by_its_name()
        => Rule.Verify(Head + """
            class Account(Shop shop, IHttpContextAccessor accessor) : ControllerBase
            {
                public IActionResult Logout() { [|HttpContext.Session.Clear()|]; return Ok(); }

                public void LogOff() => accessor.HttpContext?[|.Session.Clear()|];

                public void LogOut() { HttpContext.Session.Remove("CurrentUser"); [|HttpContext.Session.Clear()|]; }

                public void SignOutUser() { [|HttpContext.Session.Remove("UserId")|]; HttpContext.Session.Remove("Role"); }

                public void Signoff() { shop.Visits = 0; [|shop.UserName = null|]; }

                public void PostLogout() => [|shop.Clear()|];
            }

            public class LogoutModel(ITypedSession session) : PageModel
            {
                public void OnPost() => [|session.Clear()|];
            }

            static class Routes
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/logout", (ISession session) => [|session.Clear()|]);
                    app.MapGet("/account/sign-out", (HttpContext context) =>
                    {
                        [|context.Session.Clear()|];
                        return Results.Redirect("/");
                    });
                }
            }
            """);

    [Fact]
    public async Task TSES046_names_the_call_that_keeps_the_session()
        => Assert.StartsWith(
            "'Remove()' keeps the session",
            await Rule.Message("class Account : ControllerBase { public void Logout() => [|HttpContext.Session.Remove(\"UserId\")|]; }"),
            StringComparison.Ordinal);

    [Fact]
    public Task TSES046_is_silent_where_the_session_ends_or_something_else_is_cleared()
        => Rule.Verify(Head + """
            class Account(Shop shop, Cart cart, ISessionManager sessions) : ControllerBase
            {
                public void Logout() { HttpContext.Session.Clear(); HttpContext.Session.Abandon(); }

                public void LogOff() { shop.UserName = null; shop.Session.RegenerateId(); }

                public async Task LogOut() { HttpContext.Session.Clear(); await HttpContext.SignOutAsync(); }

                public IActionResult SignOutUser() { HttpContext.Session.Clear(); return SignOut("Cookies"); }

                public void Signoff() { cart.Clear(); shop.Visits = 0; HttpContext.Session.Remove("cart"); new List<int>().Clear(); }

                public async Task LogoutEverywhere(string owner) { HttpContext.Session.Clear(); await sessions.RemoveByOwnerAsync(owner); }

                public void PostLogout() { shop.Clear(); End(); }

                public void Reset() => HttpContext.Session.Clear();

                public void LogoutConfirmation() => HttpContext.Session.Clear();

                void End() => HttpContext.Session.Abandon();
            }

            static class Routes
            {
                static void Map(IEndpointRouteBuilder app) => app.MapPost("/reset", (ISession session) => session.Clear());
            }
            """);

    [Fact]
    public Task TSES046_follows_helpers_and_each_branch()
        => Rule.Verify(Head + """
            class Account(Shop shop, Members members) : ControllerBase
            {
                public void Logout() => [|ClearMember()|];

                public void LogOff() { [|members.Forget()|]; }

                public Task LogOutAsync() => [|Task.Run(ClearMember)|];

                public void SignOutUser(bool everywhere)
                {
                    if (everywhere) { shop.Session.Abandon(); } else { [|HttpContext.Session.Clear()|]; }
                }

                void ClearMember() => HttpContext.Session.Clear();
            }
            """,
            """
            class Members(IHttpContextAccessor accessor)
            {
                public void Forget() => accessor.HttpContext!.Session.Remove("MemberId");
            }
            """);

    [Fact]
    public Task TSES046_is_silent_about_helpers_that_end_the_session_or_clear_something_else()
        => Rule.Verify(Head + """
            class Account(Shop shop, Cart cart) : ControllerBase
            {
                public void Logout() => EndAll();

                public void LogOff() { ClearCart(); ForgetVisits(); }

                public void LogOut() { ClearMember(); shop.Session.Abandon(); }

                void EndAll() { HttpContext.Session.Clear(); HttpContext.Session.Abandon(); }

                void ClearCart() => cart.Clear();

                void ForgetVisits() => shop.Visits = 0;

                void ClearMember() => shop.UserName = null;
            }
            """);

    [Theory]
    [InlineData("services.AddSession();", false)]
    [InlineData("services.AddTypedSessions(); // not AddSession()", true)]
    public Task TSES046_is_silent_while_the_session_of_AspNetCore_is_in_use(string statement, bool isReported)
        => Rule.Verify(
            Head + $"static class SetUp {{ static void Add(IServiceCollection services) {{ {statement}\n }} }}",
            "class Account : ControllerBase { public void Logout() { "
                + (isReported ? "[|HttpContext.Session.Clear()|]" : "HttpContext.Session.Clear()") + "; } }");

    [Fact]
    public Task TSES046_reports_names_that_the_project_configures()
        => Rule.WithConfig("dotnet_code_quality.TSES046.sign_out_names", "leave").Verify("""
            class Account : ControllerBase
            {
                public void LeaveAsync() => [|HttpContext.Session.Clear()|];

                public void Left() => HttpContext.Session.Clear();
            }
            """);
}
