using Microsoft.CodeAnalysis.CSharp;
using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

/// <summary>Middleware in branches of the pipeline, in extension blocks and in methods that middleware calls.</summary>
public sealed class SessionBeforeMiddlewareInBranchesTests
{
    private const string Visits = """

        class Visits(RequestDelegate next)
        {
            public Task InvokeAsync(HttpContext context) { context.Session.SetInt32("visits", 1); return next(context); }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SessionBeforeMiddleware);

    [Fact]
    public Task TSES080_reports_middleware_in_branches()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.[|UseWhen|](context => context.Request.Path == "/a", branch => branch.UseMiddleware<Visits>());
                    app.[|Map|]("/b", branch => { branch.UseStaticFiles(); branch.UseMiddleware<Visits>(); });
                    app.[|UseBranch|]();
                    app.UseTypedSessions();
                }

                static WebApplication UseBranch(this WebApplication app)
                {
                    app.MapWhen(context => context.Request.Path == "/c", branch => branch.UseMiddleware<Visits>());
                    return app;
                }
            }
            """ + Visits);

    [Fact]
    public Task TSES080_is_silent_about_branches_with_their_own_sessions()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.UseWhen(
                        context => context.Request.Path == "/a", branch => branch.UseTypedSessions().UseMiddleware<Visits>());
                    app.Map("/b", branch => branch.UseMiddleware<Times>());
                    app.UseTypedSessions();
                    app.UseWhen(context => context.Request.Path == "/c", branch => branch.UseMiddleware<Visits>());
                }
            }

            class Times(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context) { await next(context); Console.WriteLine(context.Session.Id); }
            }
            """ + Visits);

    [Fact]
    public Task TSES080_follows_methods_that_receive_the_context()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.[|UseMiddleware<Counter>|]();
                    app.UseMiddleware<Late>();
                    app.UseMiddleware<Checked>();
                    app.UseTypedSessions();
                }
            }

            class Counter : IMiddleware
            {
                public async Task InvokeAsync(HttpContext context, RequestDelegate next)
                {
                    Count(context);
                    await next(context);
                }

                private static void Count(HttpContext http) => http.Session.SetInt32("visits", 1);
            }

            class Late : IMiddleware
            {
                public async Task InvokeAsync(HttpContext context, RequestDelegate next)
                {
                    Describe(context);
                    await next(context);
                    Count(context);
                }

                private static void Describe(HttpContext http) => Console.WriteLine(http.Request.Path);

                private static void Count(HttpContext http) => http.Session.SetInt32("visits", 1);
            }

            class Checked(RequestDelegate next)
            {
                public Task Invoke(HttpContext context) { Count(context); return next(context); }

                private static void Count(HttpContext http)
                {
                    if (http.Features.Get<Microsoft.AspNetCore.Http.Features.ISessionFeature>() is not null)
                    {
                        http.Session.SetInt32("visits", 1);
                    }
                }
            }
            """);

    [Fact]
    public Task TSES080_follows_extension_blocks()
        => (Rule with { LanguageVersion = LanguageVersion.Preview }).Verify("""
            static class PipelineExtensions
            {
                extension(WebApplication app)
                {
                    public WebApplication UseVisits() { app.UseMiddleware<Visits>(); return app; }

                    public void UseTimes() => app.Use(async (context, next) => { await next(context); Console.WriteLine(DateTime.Now); });

                    public void UseShopSessions() => app.UseTypedSessions();
                }
            }

            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.UseTimes();
                    app.[|UseVisits|]();
                    app.UseTypedSessions();
                    app.UseVisits();
                }

                static void Wrapped(WebApplication app) { app.[|UseVisits|](); app.UseShopSessions(); app.UseVisits(); }
            }
            """ + Visits);
}
