using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class SessionBeforeResponseCachingTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SessionBeforeResponseCaching);
    private static readonly AnalyzerTest Session = AnalyzerTest.Create(DiagnosticIds.SessionBeforeMiddleware);

    [Fact]
    public Task TSES088_reports_middleware_between_the_session_and_the_cache()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.[|Use|]((context, next) => { context.Session.SetString("a", "b"); return next(context); });
            app.UseStaticFiles();
            app.UseResponseCaching();
            """);

    [Fact]
    public Task TSES088_is_silent_about_output_caching_and_the_right_order()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.Use((context, next) => next(context));
            app.UseResponseCaching();
            app.Use((context, next) => { context.Session.SetString("a", "b"); return next(context); });
            app.UseOutputCache();
            """);

    [Fact]
    public Task TSES088_is_silent_about_a_model_that_is_only_given()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.UseTypedSessions();
            app.UseMiddleware<Takes>();
            app.UseResponseCaching();

            class Takes(RequestDelegate next)
            {
                public async Task InvokeAsync(HttpContext context, Cart cart)
                {
                    await next(context);
                    Console.WriteLine(cart.Count);
                }
            }
            """ + Cart);
}
