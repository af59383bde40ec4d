using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Access;

public sealed class SynchronousLoadTests
{
    private const string Startup = """
        static class Startup { public static void Configure(IApplicationBuilder app) => app.UseTypedSessions(); }

        [SessionModel] public partial class Shop { [SessionProperty(Key = "shop")] public partial int Visits { get; set; } }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SynchronousLoad);

    [Theory]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => { await Task.Yield(); return [|context.Session|].GetString(\"a\"); });")]
    [InlineData(
        "app.MapPost(\"/\", async (HttpContext context, string name) => "
            + "{ [|context.Session|].SetString(\"a\", name); await Task.Yield(); return context.Session.Keys; });")]
    [InlineData("app.MapPut(\"/\", async (HttpContext context) => { await Task.Yield(); return [|context.Session|].As<Shop>().Visits; });")]
    [InlineData(
        "app.MapPut(\"/\", async (HttpContext context) => { await Task.Yield(); "
            + "if ([|context.Session|].Keys.Any()) { context.Session.Clear(); } });")]
    public Task TSES063_reports_the_first_use_in_a_handler(string mapping) => Verify(mapping);

    [Theory]
    [InlineData("app.MapGet(\"/\", (HttpContext context) => context.Session.GetString(\"a\"));")]
    [InlineData(
        "app.MapGet(\"/\", async (HttpContext context, ISession session) => "
            + "{ await Task.Yield(); return context.Session.GetString(\"a\"); });")]
    [InlineData(
        "app.MapGet(\"/\", async (HttpContext context, Shop shop) => { await Task.Yield(); return context.Session.GetString(\"a\"); });")]
    [InlineData(
        "app.MapGet(\"/\", [PreloadSession] async (HttpContext context) => "
            + "{ await Task.Yield(); return context.Session.GetString(\"a\"); });")]
    [InlineData(
        "app.MapGet(\"/\", async (HttpContext context) => { await Task.Yield(); "
            + "return context.Session.GetString(\"a\"); }).WithMetadata(new PreloadSessionAttribute());")]
    [InlineData(
        "app.MapGroup(\"/\").MapGet(\"/\", async (HttpContext context) => "
            + "{ await Task.Yield(); return context.Session.GetString(\"a\"); });")]
    [InlineData(
        "app.MapGet(\"/\", async (HttpContext context) => "
            + "{ await context.Session.LoadAsync(); return context.Session.GetString(\"a\"); });")]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => { await Task.FromResult(context.Session.IsAvailable); });")]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => { await Prepare(context); return context.Session.GetString(\"a\"); });")]
    [InlineData("app.MapGet(\"/\", async (HttpContext context) => { await context.SignOutAsync(); context.Session.Clear(); });")]
    [InlineData(
        "app.MapGet(\"/\", async (HttpContext context, Users users) => "
            + "{ await users.SignInAsync(); return context.Session.GetString(\"a\"); });")]
    [InlineData("app.Use(async (context, next) => { context.Session.SetString(\"a\", \"\"); await next(context); });")]
    public Task TSES063_is_silent_about_handlers_that_wait_anyway_announce_it_or_may_have_loaded_it(string mapping) => Verify(mapping);

    [Fact]
    public Task TSES063_reports_actions_of_controllers()
        => Rule.Verify(Startup, """
            public class HomeController(IConfiguration configuration) : Controller
            {
                public async Task<string?> Index() { await Task.Yield(); return [|HttpContext.Session|].GetString("a"); }
                public async Task<string?> Other() { await Task.Yield(); return [|this.HttpContext.Session|].GetString("a"); }
                [PreloadSession] public async Task<string?> Loaded() { await Task.Yield(); return HttpContext.Session.GetString("a"); }
                [NonAction] public async Task<string?> Helper() { await Task.Yield(); return HttpContext.Session.GetString("a"); }
                public string? Plain() => HttpContext.Session.GetString("a");
                public async Task<string?> Model(Shop shop) { await Task.Yield(); return HttpContext.Session.GetString("a"); }
                private async Task<string?> Private() { await Task.Yield(); return HttpContext.Session.GetString("a"); }
            }

            public interface IConfiguration;
            """);

    [Fact]
    public Task TSES063_is_silent_about_controllers_that_announce_it_and_other_classes()
        => Rule.Verify(Startup, """
            public class CartController(Shop shop) : Controller
            {
                public async Task<string?> Index() { await Task.Yield(); return HttpContext.Session.GetString("a") + shop.Visits; }
            }

            [PreloadSession] public abstract class Base : Controller;

            public class HomeController : Base
            {
                public async Task<string?> Index() { await Task.Yield(); return HttpContext.Session.GetString("a"); }
            }

            public class Service
            {
                public async Task<string?> Get(HttpContext context) { await Task.Yield(); return context.Session.GetString("a"); }
            }
            """);

    [Fact]
    public Task TSES063_follows_properties_and_base_classes()
        => Rule.Verify(Startup, """
            public abstract class AppController : Controller
            {
                protected ISession State => HttpContext.Session;
                protected string? UserName { get { return this.HttpContext.Session.GetString("user-name"); } }
                protected int? FindMember() => HttpContext.Session.GetInt32("member");
                protected string? Theme => Request.Headers["theme"];
                protected bool IsReady => HttpContext.Session.IsAvailable;
            }
            """,
            """
            public class Home : AppController
            {
                public async Task<string?> Index() { await Task.Yield(); return [|State|].GetString("a") + UserName; }
                public async Task<string?> Greet() { await Task.Yield(); return [|UserName|]; }
                public async Task<object?> Member() { await Task.Yield(); return this.[|FindMember|](); }
                public async Task<string?> First() { await Task.Yield(); return [|HttpContext.Session|].GetString("a") + UserName; }
                public async Task<string?> Last() { await Task.Yield(); return [|UserName|] + HttpContext.Session.GetString("a"); }
                public async Task<string?> Loaded() { await State.LoadAsync(); return UserName + State.GetString("a"); }
                [PreloadSession] public async Task<string?> Announced() { await Task.Yield(); return UserName; }
                public async Task<string?> Other() { await Task.Yield(); return Theme + nameof(UserName) + new { UserName = "a" }; }
                public async Task<bool> Ready() { await Task.Yield(); return State.IsAvailable && IsReady; }
                public string? Plain() => UserName;
            }
            """);

    [Fact]
    public Task TSES063_follows_properties_that_use_other_properties()
        => Rule.Verify(Startup, """
            public abstract class AppController : Controller
            {
                protected ISession State => HttpContext.Session;
                protected string? UserName => State.GetString("user-name");
                protected string Greeting { get { var name = UserName; return "Hello " + name; } }
                protected int? FindMember() { return this.State.GetInt32("member"); }
                protected string Describe(string UserName) => UserName;
                protected string Shout(Person person) => person.UserName + nameof(State);
            }

            public abstract class MemberController : AppController { protected bool IsMember => base.FindMember() is not null; }

            public record Person(string UserName);
            """,
            """
            public class Home : MemberController
            {
                public async Task<string?> Index() { await Task.Yield(); return [|UserName|] + Greeting; }
                public async Task<string?> Greet() { await Task.Yield(); return [|Greeting|]; }
                public async Task<bool> Member() { await Task.Yield(); return [|IsMember|]; }
                public async Task<string?> Qualified() { await Task.Yield(); return base.[|UserName|]; }
                public async Task<string?> Text() { await Task.Yield(); return Describe("Ada") + Shout(new("Ada")); }
                [PreloadSession] public async Task<string?> Announced() { await Task.Yield(); return Greeting; }
            }
            """);

    [Fact]
    public Task TSES063_follows_a_variable()
        => Rule.Verify(Startup, """
            public class Home : Controller
            {
                public async Task<string?> Index()
                {
                    await Task.Yield();
                    var session = [|HttpContext.Session|];
                    return session.GetString("a");
                }

                public async Task<string?> Loaded()
                {
                    var session = HttpContext.Session;
                    await session.LoadAsync();
                    return session.GetString("a");
                }

                public async Task<string?> LoadedByTheContext()
                {
                    var session = HttpContext.Session;
                    await HttpContext.Session.LoadAsync();
                    return session.GetString("a");
                }

                public async Task<bool> PassedOn()
                {
                    await Task.Yield();
                    var session = HttpContext.Session;
                    return Check(session);
                }

                private static bool Check(ISession session) => session.IsAvailable;
            }
            """);

    [Theory]
    [InlineData("app.MapControllers().PreloadSession();", "")]
    [InlineData("app.MapControllers().WithMetadata(new PreloadSessionAttribute());", "")]
    [InlineData("app.MapControllerRoute(\"default\", \"{controller}/{action}\").PreloadSession();", "")]
    [InlineData(
        "",
        "class Preload : Microsoft.AspNetCore.Mvc.ApplicationModels.IControllerModelConvention "
            + "{ public void Apply(Microsoft.AspNetCore.Mvc.ApplicationModels.ControllerModel controller) "
            + "=> controller.Selectors[0].EndpointMetadata.Add(new PreloadSessionAttribute()); }")]
    [InlineData(
        "",
        "public class AppController : Controller { public override async Task OnActionExecutionAsync("
            + "Microsoft.AspNetCore.Mvc.Filters.ActionExecutingContext context, "
            + "Microsoft.AspNetCore.Mvc.Filters.ActionExecutionDelegate next) "
            + "{ await HttpContext.Session.LoadAsync(); await next(); } }")]
    public Task TSES063_is_silent_where_many_endpoints_announce_or_load_it(string mapping, string other)
        => Rule.Verify(
            Startup, Controller("HttpContext.Session"), other, $"class P {{ static void Map(WebApplication app) {{ {mapping} }} }}");

    [Fact]
    public Task TSES063_reports_while_only_another_endpoint_announces_it()
        => Rule.Verify(
            Startup,
            Controller("[|HttpContext.Session|]"),
            "class P { static void Map(WebApplication app) { app.MapGet(\"/\", () => \"\").PreloadSession(); } }");

    [Fact]
    public async Task TSES063_proposes_no_ISession_parameter_to_actions()
    {
        const string Advice = "This asynchronous endpoint loads the session synchronously, which blocks a thread; {0}, "
            + "or await 'LoadAsync()' first";

        Assert.Equal(
            string.Format(Advice, "add '[PreloadSession]', inject a model into the constructor"),
            await Rule.Message(Startup, Controller("[|HttpContext.Session|]")));
        Assert.Equal(
            string.Format(Advice, "inject a model or an 'ISession' as a parameter"),
            await Rule.Message(
                Startup,
                "class P { static void Map(WebApplication app) { app.MapGet(\"/\", async (HttpContext context) => "
                    + "{ await Task.Yield(); return [|context.Session|].GetString(\"a\"); }); } }"));
    }

    [Theory]
    [InlineData("class Loader : IMiddleware { public async Task InvokeAsync(HttpContext context, RequestDelegate next) "
        + "{ await context.Session.LoadAsync(); await next(context); } }")]
    [InlineData("class Middleware { public async Task InvokeAsync(HttpContext context) { await context.Session.LoadAsync(); } }")]
    [InlineData("class Setup { void Set(TypedSessionsOptions options) => options.RenewOnEveryRequest = true; }")]
    public Task TSES063_is_silent_where_something_loads_for_all(string other)
        => Rule.Verify(Startup, Controller("HttpContext.Session"), other);

    [Fact]
    public Task TSES063_is_silent_where_another_library_owns_the_session() => Rule.Verify(Controller("HttpContext.Session"));

    [Fact]
    public Task TSES063_reports_where_nothing_else_loads() => Rule.Verify(Startup, Controller("[|HttpContext.Session|]"));

    private static string Controller(string session)
        => $$"""
            public class HomeController : Controller
            {
                public async Task<string?> Index()
                {
                    await Task.Yield();
                    return {{session}}.GetString("a");
                }
            }
            """;

    private static Task Verify(string mapping)
        => Rule.Verify(Startup, $$"""
            using Microsoft.AspNetCore.Authentication;

            class Users { public Task SignInAsync() => Task.CompletedTask; }

            class Program
            {
                static Task Prepare(HttpContext context) => Task.CompletedTask;
                static void Map(WebApplication app) { {{mapping}} }
            }
            """);
}
