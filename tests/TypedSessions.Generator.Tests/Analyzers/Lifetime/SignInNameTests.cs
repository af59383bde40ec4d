
namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>The names of methods, routes and types that TSES045 takes for a sign-in.</summary>
public sealed class SignInNameTests : SameIdAfterSignInByHandTest
{
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
    public Task TSES045_is_silent_where_the_name_has_another_meaning()
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
}
