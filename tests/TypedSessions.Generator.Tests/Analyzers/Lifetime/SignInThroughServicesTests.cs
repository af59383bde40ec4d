using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

/// <summary>Sign-ins and sign-outs whose work is done by services, base classes and extensions.</summary>
public sealed class SignInThroughServicesTests
{
    private const string Head = """
        using Microsoft.AspNetCore.Authentication;

        [SessionModel]
        public partial class Shop
        {
            [SessionProperty] public partial string? UserName { get; set; }
            [SessionProperty] public partial string? Theme { get; set; }
        }

        public interface ICurrentMember
        {
            void Store(string name);
            Task StoreAsync(Shop shop, string name);
            void Forget();
            void Begin(string name);
            void End();
        }

        public class CurrentMember(IHttpContextAccessor accessor) : ICurrentMember
        {
            public void Store(string name) => accessor.HttpContext!.Session.SetString("member-name", name);

            public async Task StoreAsync(Shop shop, string name) { await Task.Yield(); shop.UserName = name; }

            public void Forget() => accessor.HttpContext!.Session.Clear();

            public void Begin(string name) { accessor.HttpContext!.Session.RegenerateId(); Store(name); }

            public void End() { Forget(); accessor.HttpContext!.Session.Abandon(); }
        }

        public abstract class AppController(Shop shop) : ControllerBase
        {
            protected virtual void Remember(string name) => shop.UserName = name;

            protected void Drop() => HttpContext.Session.Clear();

            protected void Decorate(string name) => shop.Theme = name;
        }

        public static class ShopExtensions
        {
            public static void Welcome(this Shop shop, string name) => shop.UserName = name;

            public static void Reset(this Shop shop) => shop.Clear();
        }

        """;

    private static readonly AnalyzerTest In = AnalyzerTest.Create(DiagnosticIds.SameIdAfterSignIn);
    private static readonly AnalyzerTest Out = AnalyzerTest.Create(DiagnosticIds.ClearedAtSignOut);

    [Fact]
    public Task TSES045_follows_services_base_classes_and_extensions()
        => In.Verify(Head, """
            class Account(Shop shop, ICurrentMember member) : AppController(shop)
            {
                public void Login(string name) => [|member.Store(name)|];

                public async Task LogOnAsync(string name) => await [|member.StoreAsync(shop, name)|];

                public void Logon(string name) => [|Remember(name)|];

                public void SignIn(string name) => [|shop.Welcome(name)|];
            }
            """);

    [Fact]
    public Task TSES045_is_silent_about_services_that_give_the_new_id_or_store_no_user()
        => In.Verify(Head, """
            class Account(Shop shop, ICurrentMember member, ISessionManager sessions) : AppController(shop)
            {
                public void Login(string name) => member.Begin(name);

                public void Logon(string name) => Decorate(name);

                public async Task LogOnAsync(string name)
                {
                    await using var opened = sessions.Create();
                    await member.StoreAsync(opened.As<Shop>(), name);
                    await opened.SaveAsync();
                }
            }
            """);

    [Fact]
    public Task TSES045_is_silent_where_the_service_has_several_implementations()
        => In.Verify(
            Head,
            "class Other : ICurrentMember { public void Store(string name) { } public Task StoreAsync(Shop shop, string name) "
                + "=> Task.CompletedTask; public void Forget() { } public void Begin(string name) { } public void End() { } }",
            "class Account(ICurrentMember member) : ControllerBase { public void Login(string name) => member.Store(name); }");

    [Fact]
    public Task TSES045_reports_a_handler_whose_route_is_a_constant()
        => In.Verify(Head, """
            static class Routes
            {
                private const string Login = "/account/login";
                private const string Theme = "/account/theme";

                static void Map(WebApplication app)
                {
                    app.MapPost(Login, (Shop shop, string name) => [|shop.UserName = name|]);
                    app.MapPost(Theme, (Shop shop, string name) => shop.UserName = name);
                }
            }
            """);

    [Fact]
    public Task TSES046_follows_services_base_classes_and_extensions()
        => Out.Verify(Head, """
            class Account(Shop shop, ICurrentMember member) : AppController(shop)
            {
                public void Logout() => [|member.Forget()|];

                public void LogOff() => [|Drop()|];

                public void SignOff() => [|shop.Reset()|];
            }
            """);

    [Fact]
    public Task TSES046_is_silent_about_services_that_end_the_session()
        => Out.Verify(Head, """
            class Account(ICurrentMember member) : ControllerBase
            {
                public void Logout() => member.End();

                public void LogOff() { member.Forget(); HttpContext.Session.Abandon(); }
            }
            """);
}
