using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class NoRecentSignInTests
{
    private const string Head = """
        using Microsoft.AspNetCore.Identity;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.Routing;

        [SessionModel]
        public partial class Shop;

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.NoRecentSignIn);

    [Theory]
    [InlineData("SetEmailAsync|](user!, \"ada@example.org\")")]
    [InlineData("GenerateChangeEmailTokenAsync|](user!, \"ada@example.org\")")]
    [InlineData("SetTwoFactorEnabledAsync|](user!, false)")]
    [InlineData("ResetAuthenticatorKeyAsync|](user!)")]
    [InlineData("GenerateNewTwoFactorRecoveryCodesAsync|](user!, 10)")]
    [InlineData("AddPasswordAsync|](user!, \"next\")")]
    [InlineData("RemovePasswordAsync|](user!)")]
    public Task TSES052_reports_what_protects_an_account(string call) => Rule.Verify(Page("", "await manager.[|" + call));

    [Fact]
    public async Task TSES052_reports_actions_lambdas_and_methods_that_are_mapped()
    {
        await Rule.Verify(Head + """
            class Account(UserManager<IdentityUser> manager) : Controller
            {
                public async Task TwoFactor()
                    => await manager.[|SetTwoFactorEnabledAsync|]((await manager.FindByIdAsync(manager.GetUserId(User)!))!, false);
            }

            static class Api
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/lambda", async (HttpContext context, UserManager<IdentityUser> manager) =>
                    {
                        var user = await manager.GetUserAsync(context.User);
                        await manager.[|ResetAuthenticatorKeyAsync|](user!);
                    }).RequireAuthorization();
                    app.MapPost("/method", ChangeAsync);
                    app.MapPost("/recent", SecondAsync).RequireRecentSignIn();
                }

                static async Task ChangeAsync(HttpContext context, UserManager<IdentityUser> manager)
                    => await manager.[|SetEmailAsync|]((await manager.GetUserAsync(context.User))!, "a");

                static async Task SecondAsync(HttpContext context, UserManager<IdentityUser> manager)
                    => await manager.SetEmailAsync((await manager.GetUserAsync(context.User))!, "a");
            }
            """);
    }

    [Theory]
    [InlineData("[RequireRecentSignIn]", "")]
    [InlineData("[RequireRecentSignIn(Minutes = 5)]", "")]
    [InlineData("", "if (session.SignedInAt is null) { return; }")]
    public Task TSES052_is_silent_where_a_recent_sign_in_is_required(string attribute, string statement)
        => Rule.Verify(Page(attribute, statement + "await manager.SetEmailAsync(user!, \"a\")"));

    [Theory]
    [InlineData("app.MapRazorPages().RequireRecentSignIn();")]
    [InlineData("var account = app.MapGroup(\"/account\"); account.RequireRecentSignIn();")]
    [InlineData("_ = new RequireRecentSignInAttribute();")]
    public Task TSES052_is_silent_where_a_convention_may_require_it(string setUp)
        => Rule.Verify(
            Page("", "await manager.SetEmailAsync(user!, \"a\")"),
            "using Microsoft.AspNetCore.Routing; static class SetUp { static void Map(IEndpointRouteBuilder app) { " + setUp + " } }");

    [Fact]
    public Task TSES052_is_silent_about_base_classes_lambdas_and_endpoints_with_it()
        => Rule.Verify(Head + """
            [RequireRecentSignIn]
            class Sensitive : Controller;

            class Account(UserManager<IdentityUser> manager) : Sensitive
            {
                public async Task Email() => await manager.SetEmailAsync((await manager.GetUserAsync(User))!, "a");
            }

            static class Api
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/attribute", [RequireRecentSignIn] async (HttpContext context, UserManager<IdentityUser> manager)
                        => await manager.SetEmailAsync((await manager.GetUserAsync(context.User))!, "a"));
                    app.MapPost("/call", async (HttpContext context, UserManager<IdentityUser> manager)
                        => await manager.SetEmailAsync((await manager.GetUserAsync(context.User))!, "a"))
                        .WithName("email").RequireRecentSignIn(TimeSpan.FromMinutes(5));
                }
            }
            """);

    [Fact]
    public Task TSES052_is_silent_about_other_users_checked_passwords_and_code_without_an_endpoint()
        => Rule.Verify(Head + """
            class Account(UserManager<IdentityUser> manager) : Controller
            {
                public async Task Administrator(string id) => await manager.SetEmailAsync((await manager.FindByIdAsync(id))!, "a");

                public async Task Password(string current, string next)
                    => await manager.ChangePasswordAsync((await manager.GetUserAsync(User))!, current, next);

                public async Task Link(string code) => await manager.ChangeEmailAsync((await manager.GetUserAsync(User))!, "a", code);
            }

            class Service(UserManager<IdentityUser> manager)
            {
                public async Task Email(ClaimsPrincipal user) => await manager.SetEmailAsync((await manager.GetUserAsync(user))!, "a");
            }
            """.Replace("ClaimsPrincipal", "System.Security.Claims.ClaimsPrincipal"));

    private static string Page(string attribute, string statement) => Head + $$"""
        {{attribute}}
        class EmailModel(UserManager<IdentityUser> manager, ITypedSession session) : PageModel
        {
            public async Task OnPostAsync()
            {
                var user = await manager.GetUserAsync(User);
                _ = session;
                {{statement}};
            }
        }
        """;
}
