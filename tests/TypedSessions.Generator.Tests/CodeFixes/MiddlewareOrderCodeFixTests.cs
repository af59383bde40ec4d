using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>The fixes that move middleware.</summary>
public sealed class MiddlewareOrderCodeFixTests
{
    [Fact]
    public Task TSES080_moves_UseTypedSessions_in_front_of_the_first_use()
        => CodeFixTest.Create(DiagnosticIds.SessionBeforeMiddleware).Verify(
            """
            var app = WebApplication.Create();
            app.UseStaticFiles();

            // Counts.
            app.[|Use|]((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            app.[|Use|]((context, next) => { context.Session.SetInt32("b", 1); return next(context); });
            app.UseTypedSessions();
            app.Run();
            """,
            """
            var app = WebApplication.Create();
            app.UseStaticFiles();

            app.UseTypedSessions();
            // Counts.
            app.Use((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            app.Use((context, next) => { context.Session.SetInt32("b", 1); return next(context); });
            app.Run();
            """);

    [Fact]
    public Task TSES080_has_a_fix_in_methods_and_at_the_end_of_a_file()
        => CodeFixTest.Create(DiagnosticIds.SessionBeforeMiddleware).Verify(
            """
            var app = WebApplication.Create();
            Configure(app);
            static void Configure(IApplicationBuilder app)
            {
                app.[|Use|]((context, next) => { context.Session.SetInt32("a", 1); return next(context); });

                app.UseTypedSessions();
            }

            app.[|Run|](context => context.Response.WriteAsync(context.Session.Id));
            app.UseTypedSessions();
            """,
            """
            var app = WebApplication.Create();
            Configure(app);
            static void Configure(IApplicationBuilder app)
            {
                app.UseTypedSessions();
                app.Use((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            }

            app.UseTypedSessions();
            app.Run(context => context.Response.WriteAsync(context.Session.Id));
            """);

    [Fact]
    public Task TSES080_has_no_fix_in_a_chain()
        => CodeFixTest.Create(DiagnosticIds.SessionBeforeMiddleware).VerifyNoFix("""
            static class SetUp
            {
                static void Configure(IApplicationBuilder app)
                    => app.[|Use|]((context, next) => { context.Session.Clear(); return next(context); }).UseTypedSessions();
            }
            """);

    [Fact]
    public Task TSES088_moves_UseResponseCaching()
        => CodeFixTest.Create(DiagnosticIds.SessionBeforeResponseCaching).Verify(
            """
            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.[|Use|]((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            app.UseResponseCaching();
            app.Run();
            """,
            """
            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.UseResponseCaching();
            app.Use((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            app.Run();
            """);

    [Fact]
    public Task TSES089_moves_UseTypedSessions_behind_UseRouting()
        => CodeFixTest.Create(DiagnosticIds.MiddlewareBeforeRouting).Verify(
            """
            var app = WebApplication.Create();
            app.[|UseTypedSessions|]();
            app.UseStaticFiles();
            app.UseRouting();
            app.MapControllers();
            """,
            """
            var app = WebApplication.Create();
            app.UseStaticFiles();
            app.UseRouting();
            app.UseTypedSessions();
            app.MapControllers();
            """);

    [Fact]
    public Task TSES089_has_no_fix_if_the_session_is_used_between()
        => CodeFixTest.Create(DiagnosticIds.MiddlewareBeforeRouting).VerifyNoFix("""
            var app = WebApplication.Create();
            app.[|UseTypedSessions|]();
            app.Use((context, next) => { context.Session.SetInt32("a", 1); return next(context); });
            app.UseRouting();
            """);
}
