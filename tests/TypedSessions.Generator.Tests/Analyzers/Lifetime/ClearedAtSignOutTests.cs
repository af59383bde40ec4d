using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class ClearedAtSignOutTests
{
    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.ClearedAtSignOut);

    [Fact]
    public Task TSES046_reports_clear_before_and_after_the_sign_out()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.AspNetCore.Identity;
            using Microsoft.Extensions.DependencyInjection;

            static class SetUp
            {
                static void Add(IServiceCollection services) => services.AddTypedSessions(options => options.SignIn.Enabled = false);
            }

            class Account(SignInManager<IdentityUser> manager) : ControllerBase
            {
                async Task Before(ITypedSession session) { [|session.Clear()|]; await HttpContext.SignOutAsync(); }

                async Task After() { await HttpContext.SignOutAsync("Cookies"); [|HttpContext.Session.Clear()|]; }

                async Task Manager()
                {
                    await manager.SignOutAsync();
                    HttpContext.Session.SetString("said", "bye");
                    [|HttpContext.Session.Clear()|];
                }

                async Task Both(bool all)
                {
                    if (all) { [|HttpContext.Session.Clear()|]; }
                    await manager.SignOutAsync();
                    await HttpContext.SignOutAsync();
                }
            }
            """);

    [Fact]
    public Task TSES046_reports_in_the_handlers_of_a_minimal_api()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.Extensions.DependencyInjection;

            var builder = WebApplication.CreateBuilder();
            builder.Services.AddTypedSessions(options => options.SignIn.Enabled = false);
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapPost("/logout", async (HttpContext context, ISession session) => { [|session.Clear()|]; await context.SignOutAsync(); });
            app.MapPost("/empty", (HttpContext context) => context.Session.Clear());
            """);

    [Fact]
    public Task TSES046_is_silent_where_the_session_is_abandoned_or_no_one_signs_out()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Authentication;
            using Microsoft.Extensions.DependencyInjection;

            static class SetUp
            {
                static void Add(IServiceCollection services) => services.AddTypedSessions(options => options.SignIn.Enabled = false);
            }

            [SessionModel]
            public partial class Cart
            {
                [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
            }

            class Account : ControllerBase
            {
                async Task Abandoned() { HttpContext.Session.Clear(); HttpContext.Session.Abandon(); await HttpContext.SignOutAsync(); }

                async Task Helper() { HttpContext.Session.Clear(); End(); await HttpContext.SignOutAsync(); }

                void End() => HttpContext.Session.Abandon();

                async Task Either(bool out_) { if (out_) { await HttpContext.SignOutAsync(); } else { HttpContext.Session.Clear(); } }

                void Emptied() => HttpContext.Session.Clear();

                async Task Model(Cart cart, List<int> list) { cart.Clear(); list.Clear(); await HttpContext.SignOutAsync(); }

                async Task Lambda() { Action clear = () => HttpContext.Session.Clear(); await HttpContext.SignOutAsync(); }

                async Task Opened(SessionScope opened)
                {
                    opened.Session.Clear();
                    await HttpContext.SignOutAsync();
                    await opened.SaveAsync();
                }
            }
            """);

    [Fact]
    public Task TSES046_is_silent_where_the_library_abandons()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Authentication;

            var app = WebApplication.Create();
            app.UseTypedSessions();

            class Account
            {
                async Task Logout(HttpContext context) { context.Session.Clear(); await context.SignOutAsync(); }
            }
            """);

    [Theory]
    [InlineData("session.Clear(); await context.SignOutAsync(")]
    [InlineData("session.Clear( await context.SignOutAsync();")]
    [InlineData("Clear(); SignOutAsync();")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow($"class C {{ async Task M(HttpContext context, ITypedSession session) {{ {statements} }} }}");
}
