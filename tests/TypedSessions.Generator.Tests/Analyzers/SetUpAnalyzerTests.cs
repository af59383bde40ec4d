using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

public sealed class SetUpAnalyzerTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int Count { get; set; }
        }
        """;

    private static readonly AnalyzerTest Stock = AnalyzerTest.Create(DiagnosticIds.StockSession);
    private static readonly AnalyzerTest Cookie = AnalyzerTest.Create(DiagnosticIds.InsecureCookie);
    private static readonly AnalyzerTest Cached = AnalyzerTest.Create(DiagnosticIds.CachedSession);
    private static readonly AnalyzerTest Large = AnalyzerTest.Create(DiagnosticIds.LargeCookie);

    [Fact]
    public async Task TSES084_reports_both_halves_of_the_other_session_before_and_after()
    {
        var found = await Stock.Verify("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddSession|](options => options.IdleTimeout = TimeSpan.FromHours(1));
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseRouting().UseTypedSessions().UseAuthorization().[|UseSession|]();

            class Startup
            {
                public void ConfigureServices(IServiceCollection services)
                {
                    services.AddTypedSessions().UseMemory();
                    services.AddOptions().[|AddSession|]();
                }

                public void Configure(IApplicationBuilder app)
                {
                    app.[|UseSession|]();
                    app.UseTypedSessions();
                }
            }
            """);

        Assert.Equal(
            "'AddSession()' has no effect next to 'AddTypedSessions()', which replaces it; remove it",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES084_is_silent_about_one_of_them_and_about_a_choice()
        => Stock.Verify("""
            static class SetUp
            {
                static void Typed(IApplicationBuilder app) => app.UseTypedSessions();

                static void Alone(IApplicationBuilder app) => app.UseSession();

                static void Choice(IApplicationBuilder app, bool typed)
                {
                    if (typed)
                    {
                        app.UseTypedSessions();
                    }
                    else
                    {
                        app.UseSession();
                    }
                }

                static void Two(IApplicationBuilder one, IApplicationBuilder other)
                {
                    one.UseSession();
                    other.UseTypedSessions();
                }

                static void Services(IServiceCollection one, IServiceCollection other)
                {
                    one.AddSession();
                    other.AddTypedSessions();
                }
            }
            """);

    [Fact]
    public async Task TSES085_reports_constants_that_expose_the_cookie()
    {
        var found = await Cookie.Verify("""
            static class SetUp
            {
                static void Block(IServiceCollection services)
                    => services.AddTypedSessions(options =>
                    {
                        [|options.Cookie.SecurePolicy = CookieSecurePolicy.None|];
                        [|options.Cookie.HttpOnly = false|];
                        options.Cookie.SameSite = SameSiteMode.None;
                    });

                static void Expression(IServiceCollection services)
                {
                    services.AddTypedSessions(options => [|options.Cookie.HttpOnly = false|]).UseMemory();
                    services.Configure<TypedSessionsOptions>(options => [|options.Cookie.SecurePolicy = CookieSecurePolicy.None|]);
                }

                static void Refused(TypedSessionsOptions options)
                {
                    options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                    [|options.Cookie.SameSite = SameSiteMode.None|];
                }
            }
            """);

        Assert.Equal(
            "'SecurePolicy = CookieSecurePolicy.None' sends the session cookie over plain HTTP too, where it can be stolen; "
                + "remove the assignment, because the default protects the cookie",
            found[0].GetMessage());
    }

    [Fact]
    public Task TSES085_is_silent_about_conditions_and_other_cookies()
        => Cookie.Verify("""
            using Microsoft.AspNetCore.Hosting;
            using Microsoft.Extensions.Hosting;

            static class SetUp
            {
                static void Development(IServiceCollection services, IWebHostEnvironment environment, bool secure)
                {
                    services.AddTypedSessions(options =>
                    {
                        if (environment.IsDevelopment())
                        {
                            options.Cookie.SecurePolicy = CookieSecurePolicy.None;
                        }

                        options.Cookie.HttpOnly = secure;
                        options.Cookie.SameSite = SameSiteMode.None;
                    });
                    if (environment.IsDevelopment())
                    {
                        services.Configure<TypedSessionsOptions>(options => options.Cookie.HttpOnly = false);
                    }
                }

                static void Early(IServiceCollection services, IWebHostEnvironment environment)
                {
                    if (!environment.IsDevelopment())
                    {
                        return;
                    }

                    services.Configure<TypedSessionsOptions>(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                }

                static void Debug(IServiceCollection services) => services.AddTypedSessions(options =>
                {
            #if !RELEASE
                    options.Cookie.SecurePolicy = CookieSecurePolicy.None;
            #endif
                });

                static void Stock(IServiceCollection services) => services.AddSession(options => options.Cookie.HttpOnly = false);

                static void Other(IServiceCollection services)
                {
                    services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.None);
                    services.AddTypedSessions(options =>
                    {
                        options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                        options.Cookie.HttpOnly = true;
                        options.Cookie.SameSite = SameSiteMode.Strict;
                    });
                }
            }
            """);

    [Fact]
    public Task TSES086_reports_endpoints_actions_and_pages()
        => Cached.Verify("""
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
        => Cached.Verify("""
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
        => Cached.Verify("""
            var app = WebApplication.Create();
            app.UseSession();
            app.MapGet("/", (HttpContext context) => context.Session.Id).CacheOutput();
            """);

    [Fact]
    public Task TSES087_reports_models_that_grow()
        => Large.Verify("""
            static class SetUp
            {
                static void Add(IServiceCollection services)
                {
                    services.AddTypedSessions().UseCookie().[|AddModel<Lists>|]().[|AddModel<Bytes>|]().AddModel<Cart>();
                    var sessions = services.AddTypedSessions();
                    sessions.[|AddModel<Maps>|]();
                    sessions.UseMemory();
                    sessions.UseCookie();
                }
            }

            [SessionModel(Prefix = "1")] public partial class Lists { [SessionProperty] public partial List<string> Items { get; set; } }
            [SessionModel(Prefix = "2")] public partial class Bytes { [SessionProperty] public partial byte[]? Image { get; set; } }
            [SessionModel(Prefix = "3")]
            public partial class Maps { [SessionProperty] public partial IReadOnlyDictionary<string, int> Map { get; set; } }
            """ + Cart);

    [Fact]
    public Task TSES087_is_silent_about_other_engines_and_small_models()
        => Large.Verify("""
            static class SetUp
            {
                static void Add(IServiceCollection services)
                {
                    services.AddTypedSessions().UseCookie().AddModel<Cart>();
                    services.AddTypedSessions().UseMemory().AddModel<Lists>();
                    services.AddTypedSessions().UseCookie().UseMemory().AddModel<Lists>();
                    services.AddTypedSessions().AddModel<Lists>();
                }
            }

            [SessionModel(Prefix = "1")]
            public partial class Lists
            {
                [SessionProperty] public partial List<string> Items { get; set; }
            }
            """ + Cart);
}
