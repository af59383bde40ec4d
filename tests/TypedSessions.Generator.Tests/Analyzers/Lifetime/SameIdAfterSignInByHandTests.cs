using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>
/// Sign-ins without ASP.NET Core's authentication: the name of the code shows it, and the session stores the user.
/// </summary>
public sealed class SameIdAfterSignInByHandTests
{
    private const string Head = """
        using System.Security.Claims;
        using Microsoft.AspNetCore.Authentication;
        using Microsoft.AspNetCore.Mvc.RazorPages;
        using Microsoft.AspNetCore.Routing;

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty] public partial int? MemberId { get; set; }
            [SessionProperty] public partial bool IsAuthenticated { get; set; }
            [SessionProperty] public partial string? LoginHint { get; set; }
            [SessionProperty(Merge = SessionMerge.Sum)] public partial int LoginAttempts { get; set; }
            [SessionProperty] public partial string? UserTheme { get; set; }
            [SessionProperty] public partial string? PendingUserId { get; set; }
        }

        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.SameIdAfterSignIn);

    [Fact]
    public Task TSES045_reports_a_method_that_signs_in_by_its_name()
        => Rule.Verify(Head + """
            class Account(Shop shop, IHttpContextAccessor accessor) : ControllerBase
            {
                void Login(string name) { shop.LoginAttempts = 0; [|shop.UserName = name|]; shop.MemberId = 3; }

                async Task SignInAsync(string name) { await Task.Yield(); [|HttpContext.Session.SetString("user", name)|]; }

                bool LogIn(int id) { if (id > 0) { [|accessor.HttpContext!.Session.SetInt32("UserId", id)|]; } return id > 0; }

                void DoLogon() { var session = HttpContext.Session; [|session.SetString("LoggedIn", "true")|]; }

                public IActionResult PostLogin(int id) { [|HttpContext.Session.Set("shop.member-id", id)|]; return Ok(); }

                public void OnPostLogin(string name) => [|shop.UserName = name|];

                public void LoginUser() => [|shop.IsAuthenticated = true|];

                public void Outer(string name) { Login(); void Login() { [|shop.UserName = name|]; } }
            }
            """);

    [Fact]
    public Task TSES045_reports_a_handler_that_signs_in_by_its_route()
        => Rule.Verify(Head + """
            static class Routes
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/login", (Shop shop, string name) => [|shop.UserName = name|]);
                    app.MapPost("/account/sign-in/{id:int}", (HttpContext context, int id) =>
                    {
                        [|context.Session.SetInt32("UserId", id)|];
                        return Results.Ok();
                    });
                    app.MapGet("log-in", async (Shop shop, string name) => { await Task.Yield(); [|shop.UserName = name|]; });
                    app.MapPost("/auth/logon", Check);
                }

                static IResult Check(Shop shop, int id) { [|shop.MemberId = id|]; return Results.Ok(); }
            }

            [Route("account")]
            public class AccountController : ControllerBase
            {
                [HttpPost("login")]
                public IActionResult Check(string name) { [|HttpContext.Session.SetString("CurrentUser", name)|]; return Ok(); }
            }
            """);

    [Fact]
    public Task TSES045_reports_the_main_method_of_a_type_that_signs_in_by_its_name()
        => Rule.Verify(Head + """
            public class LoginModel(Shop shop) : PageModel
            {
                public void OnGet() => shop.MemberId = 1;

                public IActionResult OnPost(string name) { [|shop.UserName = name|]; return Page(); }
            }

            public record SignInCommand(string Name);

            public class SignInCommandHandler(Shop shop)
            {
                public Task HandleAsync(SignInCommand command) { [|shop.UserName = command.Name|]; return Task.CompletedTask; }

                public void Refresh(string name) => shop.UserName = name;
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_name_means_something_else()
        => Rule.Verify(Head + """
            class Account(Shop shop) : ControllerBase
            {
                void ShowLogin(string name) => shop.UserName = name;

                void LoginPage(string name) => shop.UserName = name;

                void RedirectToLogin(string name) => shop.UserName = name;

                void RememberLogin(string name) => shop.UserName = name;

                void Design(string name) => shop.UserName = name;

                void Blogin(string name) => shop.UserName = name;

                void Assignin(string name) => shop.UserName = name;

                [HttpGet("login/hint")]
                public void Hint(string name) => shop.UserName = name;
            }

            static class Routes
            {
                static void Map(IEndpointRouteBuilder app)
                {
                    app.MapPost("/login/theme", (Shop shop, string name) => shop.UserName = name);
                    app.MapPost("/profile", (Shop shop, string name) => shop.UserName = name);
                    app.MapPost("/{login}", (Shop shop, string login) => shop.UserName = login);
                }
            }

            public class AccountTests(Shop shop) { void Login() => shop.UserName = "ada"; }
            """);

    [Fact]
    public Task TSES045_is_silent_where_no_user_is_stored()
        => Rule.Verify(Head + """
            class Account(Shop shop, ISessionManager sessions) : ControllerBase
            {
                void Login(string name)
                {
                    shop.LoginHint = name;
                    shop.LoginAttempts++;
                    shop.UserTheme = name;
                    shop.PendingUserId = name;
                    shop.UserName = null;
                    shop.IsAuthenticated = false;
                    HttpContext.Session.SetString("ReturnUrl", name);
                    HttpContext.Session.SetString("login-error", name);
                    HttpContext.Session.SetString("CustomerName", "");
                    HttpContext.Session.SetString(name, name);
                    HttpContext.Items["user"] = name;
                    ViewData["user"] = HttpContext.Session.GetString("user");
                }

                void LogIn(string name, IDictionary<string, string> user)
                {
                    user["user"] = name;
                    Action later = () => shop.UserName = name;
                    later();
                }

                ViewDataDictionary ViewData => new();

                async Task SignInAsync(string name)
                {
                    await using var opened = sessions.Create();
                    opened.As<Shop>().UserName = name;
                    await opened.SaveAsync();
                }
            }

            class ViewDataDictionary : Dictionary<string, object?>;
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_session_gets_a_new_id()
        => Rule.Verify(Head + """
            interface IRotation { void Renew(); }

            class Rotation(IHttpContextAccessor accessor) : IRotation
            {
                public void Renew() => accessor.HttpContext!.Session.RegenerateId();
            }

            class Account(Shop shop, IRotation rotation) : ControllerBase
            {
                public void SignOn(ITypedSession session, string id) { session.Owner = id; session.SetString("user", id); }

                void Login(string name) { shop.UserName = name; shop.Session.RegenerateId(); }

                void LogIn(string name) { HttpContext.Session.Abandon(); shop.UserName = name; }

                void LogOn(string name) { Begin(); shop.UserName = name; }

                void Logon(string name) { rotation.Renew(); shop.UserName = name; }

                async Task SignIn(ClaimsPrincipal user) { await HttpContext.SignInAsync(user); shop.UserName = user.Identity!.Name; }

                IActionResult SignInUser(ClaimsPrincipal user) { shop.UserName = "ada"; return SignIn(user, "Cookies"); }

                void Begin() => BeginForGood();

                void BeginForGood() => HttpContext.Session.RegenerateId();
            }

            static class Routes
            {
                static void Map(IEndpointRouteBuilder app)
                    => app.MapPost("/login", (HttpContext context, Shop shop, string name) =>
                    {
                        context.Session.RegenerateId();
                        shop.UserName = name;
                    });
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_caller_gives_the_new_id()
        => Rule.Verify(Head + """
            class Accounts(Shop shop) { public bool Login(string name) { shop.UserName = name; return true; } }

            class Controller(Accounts accounts) : ControllerBase
            {
                public IActionResult Enter(string name)
                {
                    HttpContext.Session.RegenerateId();
                    return accounts.Login(name) ? Ok() : BadRequest();
                }
            }
            """);

    [Theory]
    [InlineData(
        "class Fresh : Microsoft.AspNetCore.Mvc.Filters.ActionFilterAttribute "
            + "{ public void Begin(HttpContext context) => context.Session.RegenerateId(); }")]
    [InlineData(
        "class Rotation(RequestDelegate next) { public Task Invoke(HttpContext context) "
            + "{ context.Session.RegenerateId(); return next(context); } }")]
    [InlineData(
        "static class SetUp { static void Add(WebApplication app) => app.Use(async (context, next) => "
            + "{ await next(context); context.Session.RegenerateId(); }); }")]
    public Task TSES045_is_silent_where_a_filter_may_give_the_new_id(string filter)
        => Rule.Verify(
            Head + filter,
            "class Account : ControllerBase { public void Login(string name) => HttpContext.Session.SetString(\"CurrentUser\", name); }");

    [Fact]
    public Task TSES045_reports_the_branches_that_keep_the_id()
        => Rule.Verify(Head + """
            class Account(Shop shop) : ControllerBase
            {
                IActionResult Login(string name, bool isAdmin)
                {
                    if (isAdmin)
                    {
                        shop.Session.RegenerateId();
                        shop.UserName = name;
                        return Ok();
                    }

                    [|shop.UserName = name|];
                    shop.MemberId = 3;
                    return Ok();
                }

                void LogOn(int kind, string name)
                {
                    switch (kind)
                    {
                        case 0: [|shop.UserName = name|]; break;
                        case 1: [|HttpContext.Session.SetString("role", name)|]; break;
                        case 2: HttpContext.Session.SetString("role", name); HttpContext.Session.RegenerateId(); break;
                    }
                }

                IActionResult SignIn(string? name)
                {
                    if (name is null) { shop.Session.Abandon(); return BadRequest(); }
                    [|shop.UserName = name|];
                    return Ok();
                }
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_every_path_of_a_branch_may_give_the_new_id()
        => Rule.Verify(Head + """
            class Account(Shop shop) : ControllerBase
            {
                void Login(string name, bool isAdmin)
                {
                    if (isAdmin) { shop.Session.RegenerateId(); }
                    if (name.Length > 3) { shop.UserName = name; } else { shop.MemberId = 4; }
                }

                void LogOn(string name)
                {
                    try { shop.UserName = name; }
                    finally { shop.Session.RegenerateId(); }
                }

                void SignIn(string name, bool isNew)
                {
                    Action renew = () => shop.Session.RegenerateId();
                    if (isNew) { renew(); }
                    shop.UserName = name;
                }

                void Logon(string name) { if (name == "a") { shop.UserName = name; } else { shop.UserName = "b"; } shop.Session.Abandon(); }
            }
            """);

    [Fact]
    public Task TSES045_follows_helpers_and_tasks()
        => Rule.Verify(Head + """
            class Account(Shop shop, Members members) : ControllerBase
            {
                void Login(string name) => [|Remember(name)|];

                void LogOn(string name) { [|HttpContext.Session.SetMember(name)|]; }

                void Logon(int id) { [|members.Store(id)|]; }

                async Task SignInAsync(string name) { await Task.Run(() => [|shop.UserName = name|]); }

                Task LogInAsync() => [|Task.Run(Store)|];

                void SignOn(string name) { Keep(name); void Keep(string it) => [|shop.UserName = it|]; }

                void Remember(string name) { RememberWell(name); }

                void RememberWell(string name) => shop.UserName = name;

                void Store() => shop.MemberId = 2;
            }

            class Members(IHttpContextAccessor accessor)
            {
                public void Store(int id) => accessor.HttpContext!.Session.SetInt32("member-id", id);
            }
            """,
            """
            static class SessionHelpers
            {
                public static void SetMember(this ISession session, string name) => session.SetString("user", name);
            }
            """);

    [Fact]
    public Task TSES045_is_silent_about_helpers_that_give_the_new_id_or_use_another_session()
        => Rule.Verify(Head + """
            class Account(Shop shop, ISessionManager sessions) : ControllerBase
            {
                void Login(string name) => Renew(name);

                void LogOn(string name) { Remember(name); HttpContext.Session.RegenerateId(); }

                async Task SignInAsync(string name)
                {
                    await using var opened = sessions.Create();
                    Keep(opened.As<Shop>(), name);
                    await opened.SaveAsync();
                }

                void LogIn() => ShowHint();

                void Renew(string name) { shop.Session.RegenerateId(); shop.UserName = name; }

                void Remember(string name) => shop.UserName = name;

                void Keep(Shop other, string name) => other.UserName = name;

                void ShowHint() { shop.LoginHint = "a"; shop.UserName = null; ShowHint(); }
            }
            """);

    [Fact]
    public Task TSES045_reports_method_groups_of_other_files()
        => Rule.Verify(
            Head + """
            static class Routes
            {
                static void Map(IEndpointRouteBuilder app, Handlers handlers)
                {
                    app.MapPost("/login", handlers.Enter);
                    app.MapMethods("/account/logon", ["POST"], Handlers.Check);
                    app.MapPost("/profile", Handlers.Rename);
                }
            }
            """,
            """
            class Handlers(Shop shop)
            {
                public void Enter(string name) => [|shop.UserName = name|];

                public static IResult Check(Shop shop, int id) { [|shop.MemberId = id|]; return Results.Ok(); }

                public static void Rename(Shop shop, string name) => shop.UserName = name;
            }
            """);

    [Theory]
    [InlineData("services.AddSession();", "")]
    [InlineData("services.AddDistributedMemoryCache().AddSession(options => { });", "")]
    [InlineData("services.AddTypedSessions();", "[|")]
    public Task TSES045_is_silent_while_the_session_of_AspNetCore_is_in_use(string setUp, string mark)
        => Rule.Verify(
            Head + $"static class SetUp {{ static void Add(IServiceCollection services) => {setUp} }}",
            "class Account : ControllerBase { public void Login(string name) => "
                + $"{mark}HttpContext.Session.SetString(\"CurrentUser\", name){(mark.Length > 0 ? "|]" : "")}; }}");

    [Fact]
    public Task TSES045_reports_names_that_the_project_configures()
        => Rule.WithConfig("dotnet_code_quality.TSES045.sign_in_names", "Anmelden, enter").Verify(Head + """
            class Account(Shop shop) : ControllerBase
            {
                void Anmelden(string name) => [|shop.UserName = name|];

                public void OnPostEnterAsync(string name) { [|HttpContext.Session.SetString("user", name)|]; }

                void LogOn(string name) => [|shop.UserName = name|];

                void EnterPage(string name) => shop.UserName = name;
            }
            """);

    [Theory]
    [InlineData("shop.UserName = ")]
    [InlineData("shop.")]
    [InlineData("context.Session.SetString(\"user\", ")]
    [InlineData("app.MapPost(\"/login\", (Shop s) => ")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow(
            Head + $"class C {{ void Login(HttpContext context, Shop shop, IEndpointRouteBuilder app) {{ {statements} }} }}");
}
