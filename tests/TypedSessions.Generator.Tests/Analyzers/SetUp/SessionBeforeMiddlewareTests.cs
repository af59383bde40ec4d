using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class SessionBeforeMiddlewareTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SessionBeforeMiddleware);

    [Fact]
    public async Task TSES080_reports_a_lambda_and_points_to_UseTypedSessions()
    {
        var found = Assert.Single(await Rule.Verify("""
            var app = WebApplication.Create();
            app.[|Use|](async (context, next) =>
            {
                context.Session.SetString("a", "b");
                await next(context);
            });
            app.UseTypedSessions();
            """));

        Assert.Equal(
            "'Use()' uses the session before 'UseTypedSessions()' provides it, and fails; move 'UseTypedSessions()' before it",
            found.GetMessage());
        var other = Assert.Single(found.AdditionalLocations);
        Assert.Equal(5, other.GetLineSpan().StartLinePosition.Line - found.Location.GetLineSpan().StartLinePosition.Line);
    }

    [Fact]
    public async Task TSES080_follows_the_extensions_of_the_application()
    {
        const string Extensions = """
            static class PipelineExtensions
            {
                public static IApplicationBuilder UseVisits(this IApplicationBuilder app) => app.UseMiddleware<Visits>();

                public static void UseGreeting(this WebApplication app, string text)
                {
                    app.UseStaticFiles();
                    app.Use((context, next) => { context.Session.SetString("text", text); return next(context); });
                }

                public static IApplicationBuilder UseBoth(this IApplicationBuilder app) { app.UseVisits(); return app; }

                public static IApplicationBuilder UseShopSessions(this IApplicationBuilder app) => app.UseTypedSessions();

                public static IApplicationBuilder UseOwnSessions(this IApplicationBuilder app)
                    => app.UseTypedSessions().UseMiddleware<Visits>();

                public static IApplicationBuilder UseTimes(this IApplicationBuilder app)
                    => app.Use(async (context, next) => { await next(context); Console.WriteLine(DateTime.Now); });

                public static IApplicationBuilder UseMaybe(this IApplicationBuilder app, bool isOn)
                {
                    if (isOn) { app.UseMiddleware<Visits>(); }
                    return app;
                }

                public static IApplicationBuilder UseLoop(this IApplicationBuilder app) => app.UseLoop();
            }

            class Visits(RequestDelegate next)
            {
                public Task InvokeAsync(HttpContext context) { context.Session.SetInt32("visits", 1); return next(context); }
            }
            """;
        var found = await Rule.Verify(
            """
            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.UseTimes();
                    app.[|UseVisits|]();
                    app.[|UseGreeting|]("hello");
                    app.UseStaticFiles().[|UseBoth|]();
                    app.UseMaybe(true).UseLoop();
                    app.UseTypedSessions();
                    app.UseVisits();
                }

                static void Wrapped(WebApplication app) { app.[|UseVisits|](); app.UseShopSessions(); app.UseVisits(); }

                static void Provided(WebApplication app) { app.UseOwnSessions(); app.UseVisits(); app.UseTypedSessions(); }
            }
            """,
            Extensions);

        Assert.StartsWith("'UseVisits()' uses the session before", found[0].GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public Task TSES080_reports_every_shape_of_middleware()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(IApplicationBuilder app)
                {
                    app.[|Use|](next => context => { context.Session.Clear(); return next(context); });
                    app.[|Use|](Count);
                    app.[|UseMiddleware<Takes>|]();
                    app.[|UseMiddleware|](typeof(Reaches));
                    app.[|Map|]("/status", branch => branch.Run(context => context.Response.WriteAsync(context.Session.Id)));
                    app.[|UseWhen|](context => context.Session.IsAvailable, branch => branch.UseStaticFiles());
                    app.[|Use|]((context, next) =>
                    {
                        context.RequestServices.GetRequiredService<Cart>().Count++;
                        return next(context);
                    });
                    app.UseTypedSessions();
                }

                static void Terminal(WebApplication app)
                {
                    app.[|Run|](static context => context.Response.WriteAsync(context.Session.Id));
                    ((IApplicationBuilder)app).UseTypedSessions();
                }

                static void Endpoints(IApplicationBuilder app)
                {
                    app.UseRouting();
                    app.[|UseEndpoints|](endpoints =>
                    {
                        endpoints.MapGet("/", (Cart cart) => cart.Count);
                        endpoints.MapGet("/other", context => context.Response.WriteAsync("Hello"));
                    });
                    app.UseTypedSessions();
                }

                static IApplicationBuilder Chain(IApplicationBuilder app)
                    => app.UseStaticFiles().[|UseMiddleware<Reaches>|]().UseTypedSessions().UseMiddleware<Takes>();

                static Task Count(HttpContext context, RequestDelegate rest)
                {
                    context.Session.SetInt32("a", 1);
                    return rest(context);
                }
            }

            class Takes(RequestDelegate next)
            {
                public Task InvokeAsync(HttpContext context, Cart cart) => next(context);
            }

            class Reaches(RequestDelegate next)
            {
                public Task Invoke(HttpContext context)
                {
                    context.Session.Clear();
                    return next(context);
                }
            }
            """ + Cart);

    [Fact]
    public Task TSES080_is_silent_about_middleware_without_the_session_and_after_it()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.Use((context, next) => next(context));
            app.MapGet("/", (Cart cart) => cart.Count);
            app.Map("/status", (HttpContext context) => context.Session.Id);
            app.UseTypedSessions();
            app.Use((context, next) => { context.Session.Clear(); return next(context); });
            app.Run();

            """ + Cart);

    [Fact]
    public Task TSES080_is_silent_about_the_session_on_the_way_back_and_in_callbacks()
        => Rule.Verify("""
            static class SetUp
            {
                static void Configure(WebApplication app)
                {
                    app.Use(async (context, next) => { await next(context); Console.WriteLine(context.Session.Id); });
                    app.Use((context, next) =>
                    {
                        context.Response.OnStarting(() => { context.Session.Clear(); return Task.CompletedTask; });
                        return next(context);
                    });
                    app.UseMiddleware<Late>();
                    app.UseExceptionHandler(handler => handler.Run(context => context.Response.WriteAsync(context.Session.Id)));
                    app.Use((context, next) =>
                    {
                        if (context.Features.Get<Microsoft.AspNetCore.Http.Features.ISessionFeature>() is not null)
                        {
                            context.Session.Clear();
                        }

                        return next(context);
                    });
                    app.UseTypedSessions();
                }
            }

            class Late(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context)
                {
                    await next(context);
                    Console.WriteLine(context.Session.Id);
                }
            }
            """);

    [Fact]
    public Task TSES080_is_silent_about_branches_and_other_applications()
        => Rule.Verify("""
            static class SetUp
            {
                static void Branches(IApplicationBuilder app, bool early)
                {
                    app.MapWhen(context => context.Request.Path == "/a", branch =>
                    {
                        branch.UseTypedSessions();
                        branch.Run(context => context.Response.WriteAsync(context.Session.Id));
                    });
                    if (early)
                    {
                        app.Use((context, next) => { context.Session.Clear(); return next(context); });
                    }

                    app.UseTypedSessions();
                }

                static void Two(IApplicationBuilder one, IApplicationBuilder other)
                {
                    one.Use((context, next) => { context.Session.Clear(); return next(context); });
                    other.UseTypedSessions();
                }

                static void Conditional(IApplicationBuilder app, bool typed)
                {
                    app.UseSession();
                    app.Use((context, next) => { context.Session.Clear(); return next(context); });
                    if (typed)
                    {
                        app.UseTypedSessions();
                    }
                }

                static void Again(IApplicationBuilder app)
                {
                    app.UseTypedSessions();
                    app.Use((context, next) => { context.Session.Clear(); return next(context); });
                    app.UseTypedSessions();
                }
            }
            """);
}
