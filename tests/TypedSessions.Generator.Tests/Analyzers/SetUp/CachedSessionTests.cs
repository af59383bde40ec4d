using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.SetUp;

public sealed class CachedSessionTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.CachedSession);

    [Fact]
    public Task TSES086_reports_endpoints_actions_and_pages()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Mvc.RazorPages;
            using Microsoft.AspNetCore.OutputCaching;
            using Microsoft.AspNetCore.Routing;

            static class Pages
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapGet("/model", (Cart cart) => cart.Count).[|CacheOutput|]();
                    app.MapGet("/context", (HttpContext context)
                        => context.Session.Id).WithName("a").[|CacheOutput|](policy => policy.Expire(TimeSpan.FromHours(1)));
                    app.MapGet("/method", Show).[|CacheOutput|]("long");
                }

                static string? Show(ISession session)
                {
                    var name = session.GetString("name");
                    return name;
                }
            }

            class Home(Cart cart) : Controller
            {
                [[|OutputCache|]] public int Count() => cart.Count;

                [[|ResponseCache(Duration = 60)|]] public string Id() => HttpContext.Session.Id;
            }

            [[|OutputCache(Duration = 60)|]]
            class IndexPage(Cart cart) : PageModel
            {
                public int Count { get; private set; }

                public void OnGet() => Count = cart.Count;
            }
            """ + Cart);

    [Fact]
    public Task TSES086_is_silent_about_what_may_be_cached()
        => Rule.Verify("""
            using Microsoft.AspNetCore.Mvc.RazorPages;
            using Microsoft.AspNetCore.OutputCaching;
            using Microsoft.AspNetCore.Routing;

            static class Pages
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapGet("/", () => "Hello").CacheOutput();
                    app.MapGet("/none", (Cart cart) => cart.Count).CacheOutput(policy => policy.NoCache());
                    app.MapGet("/without", (Cart cart) => cart.Count);
                    app.MapGet("/unused", (Cart cart) => "Hello").CacheOutput();
                    app.MapGet("/some", (HttpContext context, Cart cart)
                        => context.User.Identity?.IsAuthenticated == true ? cart.Count : 0).CacheOutput();
                    app.MapGet("/early", (HttpContext context, Cart cart) =>
                    {
                        if (!context.Request.HasFormContentType)
                        {
                            return 0;
                        }

                        return cart.Count;
                    }).CacheOutput();
                }
            }

            class Home(Cart cart) : Controller
            {
                public int Count() => cart.Count;

                [OutputCache] public string About() => "About";

                [ResponseCache(NoStore = true)] public string Mine() => HttpContext.Session.Id;

                [ResponseCache(Duration = 60, Location = ResponseCacheLocation.Client)] public string Own() => HttpContext.Session.Id;

                [ResponseCache(CacheProfileName = "own")] public string Profile() => HttpContext.Session.Id;
            }

            [OutputCache]
            class IndexPage(Cart cart) : PageModel
            {
                public void OnGet()
                {
                }

                public void OnPost() => cart.Count++;
            }
            """ + Cart);

    [Fact]
    public Task TSES086_is_silent_where_typed_sessions_are_not_used()
        => Rule.Verify("""
            var app = WebApplication.Create();
            app.UseSession();
            app.MapGet("/", (HttpContext context) => context.Session.Id).CacheOutput();
            """);
}
