using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers;

/// <summary>
/// Sign-ins without ASP.NET Core's authentication: the name of the code shows it, and the session stores the user.
/// </summary>
public sealed class HandMadeSignInTests
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

    [Theory]
    [InlineData("shop.UserName = ")]
    [InlineData("shop.")]
    [InlineData("context.Session.SetString(\"user\", ")]
    [InlineData("app.MapPost(\"/login\", (Shop s) => ")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow(
            Head + $"class C {{ void Login(HttpContext context, Shop shop, IEndpointRouteBuilder app) {{ {statements} }} }}");
}
