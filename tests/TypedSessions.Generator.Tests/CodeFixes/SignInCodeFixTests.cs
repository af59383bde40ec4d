using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

public sealed class SignInCodeFixTests
{
    private const string Head = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.Extensions.DependencyInjection;

        static class SetUp
        {
            static void Add(IServiceCollection services) => services.AddTypedSessions(options => options.SignIn.Enabled = false);
        }

        """ + ShopModel.Source;

    private static readonly CodeFixTest SignedIn = CodeFixTest.Create(DiagnosticIds.SameIdAfterSignIn);
    private static readonly CodeFixTest SignedOut = CodeFixTest.Create(DiagnosticIds.ClearedAtSignOut);

    [Fact]
    public Task TSES045_gives_a_new_id_before_the_first_write()
        => SignedIn.Verify(
            Head + """
            class C
            {
                async Task Model(HttpContext context, Shop shop, ClaimsPrincipal user)
                {
                    await [|context.SignInAsync(user)|];

                    // Known from now on.
                    shop.UserName = "ada"; // a name
                    shop.Visits++;
                }

                async Task Raw(HttpContext context, ClaimsPrincipal user)
                {
                    context.Session.SetString("name", "ada");
                    await [|context.SignInAsync(user)|];
                }
            }
            """,
            Head + """
            class C
            {
                async Task Model(HttpContext context, Shop shop, ClaimsPrincipal user)
                {
                    await context.SignInAsync(user);
                    shop.Session.RegenerateId();

                    // Known from now on.
                    shop.UserName = "ada"; // a name
                    shop.Visits++;
                }

                async Task Raw(HttpContext context, ClaimsPrincipal user)
                {
                    context.Session.RegenerateId();
                    context.Session.SetString("name", "ada");
                    await context.SignInAsync(user);
                }
            }
            """);

    [Fact]
    public Task TSES046_abandons()
        => SignedOut.Verify(
            Head + """
            class C(HttpContext context)
            {
                async Task M(ITypedSession session) { await context.SignOutAsync(); [|session.Clear()|]; /* gone */ }

                async Task N() { [|context.Session.Clear()|]; await context.SignOutAsync(); }
            }
            """,
            Head + """
            class C(HttpContext context)
            {
                async Task M(ITypedSession session) { await context.SignOutAsync(); session.Abandon(); /* gone */ }

                async Task N() { context.Session.Abandon(); await context.SignOutAsync(); }
            }
            """);

    [Fact]
    public Task TSES045_gives_a_new_id_at_a_manual_sign_in()
        => SignedIn.Verify(
            ShopModel.Source + """
            class C
            {
                IResult Login(Shop shop, string name)
                {
                    if (name == "ada")
                    {
                        [|shop.UserName = name|];
                        shop.Visits = 0;
                    }

                    return Results.Redirect("/");
                }

                void LogOn(HttpContext context) { [|context.Session.SetString("user-id", "3")|]; }
            }
            """,
            ShopModel.Source + """
            class C
            {
                IResult Login(Shop shop, string name)
                {
                    if (name == "ada")
                    {
                        shop.Session.RegenerateId();
                        shop.UserName = name;
                        shop.Visits = 0;
                    }

                    return Results.Redirect("/");
                }

                void LogOn(HttpContext context) { context.Session.RegenerateId(); context.Session.SetString("user-id", "3"); }
            }
            """);

    [Fact]
    public Task TSES046_abandons_at_a_manual_sign_out()
        => SignedOut.Verify(
            "class C { void Logout(HttpContext context) { [|context.Session.Clear()|]; } }",
            "class C { void Logout(HttpContext context) { context.Session.Abandon(); } }");

    [Fact]
    public Task TSES046_has_no_fix_for_a_key_that_is_only_removed()
        => SignedOut.VerifyNoFix(ShopModel.Source + """
            class C
            {
                void Logout(ISession session) { [|session.Remove("user-id")|]; }

                void LogOff(Shop shop) { [|shop.UserName = null|]; }

                void SignOut(Shop shop) { [|shop.Clear()|]; }
            }
            """);
}
