using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.CodeFixes;

/// <summary>The fixes that add and remove services, models, middleware and options.</summary>
public sealed class SetUpCodeFixTests
{
    private const string Cart = """

        [SessionModel]
        public partial class Cart
        {
            [SessionProperty] public partial int Count { get; set; }
        }
        """;

    [Fact]
    public Task TSES081_adds_the_services_with_all_models()
        => CodeFixTest.Create(DiagnosticIds.ServicesMissing).Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            var app = builder.Build();
            app.[|UseTypedSessions|]();
            app.MapGet("/", (Cart cart, Shops.Visits visits) => cart.Count + visits.Count);

            namespace Shops
            {
                [SessionModel(Prefix = "v")]
                public partial class Visits
                {
                    [SessionProperty] public partial int Count { get; set; }
                }
            }
            """ + "\n" + Cart,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>().AddModel<Shops.Visits>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Cart cart, Shops.Visits visits) => cart.Count + visits.Count);

            namespace Shops
            {
                [SessionModel(Prefix = "v")]
                public partial class Visits
                {
                    [SessionProperty] public partial int Count { get; set; }
                }
            }
            """ + "\n" + Cart);

    [Fact]
    public Task TSES082_adds_the_middleware_behind_routing()
        => CodeFixTest.Create(DiagnosticIds.MiddlewareMissing).Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.[|AddTypedSessions|]().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            app.UseStaticFiles();
            app.UseRouting();
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            var app = builder.Build();
            app.UseStaticFiles();
            app.UseRouting();
            app.UseTypedSessions();
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);

    [Fact]
    public Task TSES083_adds_models_to_a_chain_of_lines()
        => CodeFixTest.Create(DiagnosticIds.ModelNotAdded).Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions(options => options.IdleTimeout = TimeSpan.FromHours(1))
                .UseMemory();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Cart [|cart|]) => cart.Count);
            """ + Cart,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions(options => options.IdleTimeout = TimeSpan.FromHours(1))
                .UseMemory()
                .AddModel<Cart>();
            var app = builder.Build();
            app.UseTypedSessions();
            app.MapGet("/", (Cart cart) => cart.Count);
            """ + Cart);

    [Fact]
    public Task TSES083_adds_models_in_another_file()
        => CodeFixTest.Create(DiagnosticIds.ModelNotAdded).Verify(
            ("""
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            builder.Build().UseTypedSessions();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory().AddModel<Cart>();
            builder.Build().UseTypedSessions();
            """),
            ("class Home(Cart [|cart|]) : ControllerBase { public int Get() => cart.Count; }" + Cart,
            "class Home(Cart cart) : ControllerBase { public int Get() => cart.Count; }" + Cart));

    [Fact]
    public Task TSES084_removes_lines_and_links_of_chains()
        => CodeFixTest.Create(DiagnosticIds.StockSession).Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            builder.Services.[|AddSession|](options => options.IdleTimeout = TimeSpan.FromHours(1));
            var app = builder.Build();
            app.UseTypedSessions()
                .[|UseSession|]()
                .UseAuthorization();
            app.[|UseSession|]();
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions().UseMemory();
            var app = builder.Build();
            app.UseTypedSessions()
                .UseAuthorization();

            """);

    [Fact]
    public Task TSES085_removes_the_lines()
        => CodeFixTest.Create(DiagnosticIds.InsecureCookie).Verify(
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions(options =>
            {
                options.IdleTimeout = TimeSpan.FromHours(1);
                [|options.Cookie.SecurePolicy = CookieSecurePolicy.None|];
                [|options.Cookie.HttpOnly = false|];
            });
            """,
            """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddTypedSessions(options =>
            {
                options.IdleTimeout = TimeSpan.FromHours(1);
            });
            """);

    [Fact]
    public Task TSES086_removes_calls()
        => CodeFixTest.Create(DiagnosticIds.CachedSession).Verify(
            """
            var app = WebApplication.Create();
            app.MapGet("/", (Cart cart) => cart.Count).[|CacheOutput|]();
            app.MapGet("/b", (Cart cart) => cart.Count)
                .[|CacheOutput|](policy => policy.Expire(TimeSpan.FromHours(1)))
                .WithName("b");
            """ + Cart,
            """
            var app = WebApplication.Create();
            app.MapGet("/", (Cart cart) => cart.Count);
            app.MapGet("/b", (Cart cart) => cart.Count)
                .WithName("b");
            """ + Cart);

    [Fact]
    public Task TSES086_removes_attributes()
        => CodeFixTest.Create(DiagnosticIds.CachedSession).Verify(
            """
            using Microsoft.AspNetCore.OutputCaching;

            class Home(Cart cart) : Controller
            {
                /// <summary>Counts.</summary>
                [[|OutputCache|]]
                public int Count() => cart.Count;

                [[|OutputCache(Duration = 5)|]] public int More() => cart.Count + 1;

                [HttpGet, [|ResponseCache(Duration = 60)|]] public string Id() => HttpContext.Session.Id;
            }
            """ + Cart,
            """
            using Microsoft.AspNetCore.OutputCaching;

            class Home(Cart cart) : Controller
            {
                /// <summary>Counts.</summary>
                public int Count() => cart.Count;

                public int More() => cart.Count + 1;

                [HttpGet] public string Id() => HttpContext.Session.Id;
            }
            """ + Cart);
}
