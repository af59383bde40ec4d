using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class SameIdAfterSignInTests
{
    private const string Head = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Identity;
        using Microsoft.Extensions.DependencyInjection;

        static class SetUp
        {
            static void Add(IServiceCollection services) => services.AddTypedSessions(options => options.SignIn.Enabled = false);
        }

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
        }

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SameIdAfterSignIn);

    [Fact]
    public Task TSES045_reports_the_sign_in_beside_a_write()
        => Rule.Verify(Head + """
            class Account(Shop shop, SignInManager<IdentityUser> manager) : ControllerBase
            {
                async Task Model(ClaimsPrincipal user) { await [|HttpContext.SignInAsync(user)|]; shop.UserName = "ada"; }

                async Task Raw(ClaimsPrincipal user)
                {
                    HttpContext.Session.SetString("user", "ada");
                    await [|HttpContext.SignInAsync("Cookies", user)|];
                }

                async Task<bool> Password(string name, string password)
                {
                    var result = await [|manager.PasswordSignInAsync(name, password, false, false)|];
                    if (result.Succeeded)
                    {
                        HttpContext.Session.SetString("user", name);
                    }

                    return result.Succeeded;
                }
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_id_changes_or_the_session_is_not_written()
        => Rule.Verify(Head + """
            class Account(Shop shop) : ControllerBase
            {
                async Task Regenerated(ClaimsPrincipal user)
                {
                    HttpContext.Session.RegenerateId();
                    await HttpContext.SignInAsync(user);
                    shop.UserName = "ada";
                }

                async Task After(ClaimsPrincipal user)
                {
                    await HttpContext.SignInAsync(user);
                    shop.UserName = "ada";
                    shop.Session.RegenerateId();
                }

                async Task Abandoned(ClaimsPrincipal user)
                {
                    HttpContext.Session.Abandon();
                    await HttpContext.SignInAsync(user);
                    shop.UserName = "ada";
                }

                async Task Helper(ClaimsPrincipal user) { Begin(); await HttpContext.SignInAsync(user); shop.UserName = "ada"; }

                void Begin() => HttpContext.Session.RegenerateId();

                async Task Unwritten(ClaimsPrincipal user) { Console.WriteLine(shop.UserName); await HttpContext.SignInAsync(user); }

                async Task Removed(ClaimsPrincipal user) { shop.UserName = null; await HttpContext.SignInAsync(user); }

                async Task Either(ClaimsPrincipal? user)
                {
                    if (user is null) { shop.UserName = "guest"; }
                    else { await HttpContext.SignInAsync(user); }
                }

                async Task Owned(ITypedSession session, ClaimsPrincipal user)
                {
                    await HttpContext.SignInAsync(user);
                    session.Owner = "ada";
                    shop.UserName = "ada";
                }

                async Task Opened(SessionScope opened, ClaimsPrincipal user)
                {
                    opened.Session.Owner = "ada";
                    await HttpContext.SignInAsync(user);
                }
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_library_gives_the_new_id()
        => Rule.Verify("""
            using System.Security.Claims;
            using Microsoft.AspNetCore.Authentication;

            var app = WebApplication.Create();
            app.UseTypedSessions();

            class Account
            {
                async Task Login(HttpContext context, ClaimsPrincipal user)
                {
                    await context.SignInAsync(user);
                    context.Session.SetString("user", "ada");
                }
            }
            """);

    [Fact]
    public Task TSES045_takes_each_handler_of_a_program_on_its_own()
        => Rule.Verify("""
            using System.Security.Claims;
            using Microsoft.AspNetCore.Authentication;

            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.MapPost("/name", (HttpContext context, string name) => context.Session.SetString("name", name));
            app.MapPost("/login", async (HttpContext context, ClaimsPrincipal user) => await context.SignInAsync(user));
            """);

    [Theory]
    [InlineData("await context.SignInAsync(user); shop.UserName = ")]
    [InlineData("await context.SignInAsync(; shop.UserName = \"ada\";")]
    [InlineData("SignInAsync(); shop.")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow(
            Head + $"class C {{ async Task M(HttpContext context, Shop shop, ClaimsPrincipal user) {{ {statements} }} }}");
}
