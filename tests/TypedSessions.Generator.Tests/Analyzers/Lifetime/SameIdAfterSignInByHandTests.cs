
namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>Sign-ins without the authentication of ASP.NET Core, which store the user in the session.</summary>
public sealed class SameIdAfterSignInByHandTests : SameIdAfterSignInByHandTest
{
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

    [Theory]
    [InlineData("services.AddSession();", "")]
    [InlineData("services.AddDistributedMemoryCache().AddSession(options => { });", "")]
    [InlineData("services.AddTypedSessions();", "[|")]
    public Task TSES045_is_silent_while_the_session_of_AspNetCore_is_in_use(string setUp, string mark)
        => Rule.Verify(
            Head + $"static class SetUp {{ static void Add(IServiceCollection services) => {setUp} }}",
            "class Account : ControllerBase { public void Login(string name) => "
                + $"{mark}HttpContext.Session.SetString(\"CurrentUser\", name){(mark.Length > 0 ? "|]" : "")}; }}");

    [Theory]
    [InlineData("shop.UserName = ")]
    [InlineData("shop.")]
    [InlineData("context.Session.SetString(\"user\", ")]
    [InlineData("app.MapPost(\"/login\", (Shop s) => ")]
    public Task Half_typed_code_does_not_throw(string statements)
        => HalfTyped.DoesNotThrow(
            Head + $"class C {{ void Login(HttpContext context, Shop shop, IEndpointRouteBuilder app) {{ {statements} }} }}");
}
