using TypedSessions.Generator.Diagnostics;
using TypedSessions.Generator.Tests.Testing;

namespace TypedSessions.Generator.Tests.Analyzers.Lifetime;

public sealed class OthersStaySignedInTests
{
    private const string Account = """
        using Microsoft.AspNetCore.Identity;
        using Microsoft.Extensions.DependencyInjection;

        class Account(UserManager<IdentityUser> manager) : Controller
        {
            public async Task Change(string current, string next)
            {
                var user = await manager.GetUserAsync(User);
                await manager.CHANGE(user!, current, next);
            }
        }

        [SessionModel]
        public partial class Shop;

        static class SetUp
        {
            static void Add(IServiceCollection services)
            {
                ADD;
            }
        }
        """;

    private static readonly AnalyzerTest Rule = AnalyzerTest.Create(DiagnosticIds.OthersStaySignedIn);

    [Theory]
    [InlineData("ChangePasswordAsync")]
    [InlineData("ResetPasswordAsync")]
    public Task TSES051_reports_a_changed_password(string call)
        => Rule.Verify(Source($"[|{call}|]", "services.AddTypedSessions()"));

    [Fact]
    public async Task TSES051_reports_a_user_manager_that_derives_from_that_of_Identity()
        => Assert.Equal(
            "'ChangePasswordAsync' changes the password, but the user's other sessions stay signed in; "
                + "call 'EndOthersOnSecurityStampChange()' on the Identity builder, or end them with 'ISessionManager'",
            await Rule.Message(
                Source("[|ChangePasswordAsync|]", "services.AddTypedSessions()").Replace("(UserManager<IdentityUser> ", "(Members "),
                """
                using Microsoft.AspNetCore.Identity;

                abstract class Members(IUserStore<IdentityUser> store)
                    : UserManager<IdentityUser>(store, null!, null!, null!, null!, null!, null!, null!, null!);
                """));

    [Theory]
    [InlineData("services.AddIdentityCore<IdentityUser>().EndOthersOnSecurityStampChange()")]
    [InlineData("Task End(ISessionManager all) => all.RemoveByOwnerAsync(\"ada\").AsTask()")]
    [InlineData("Task End(ISessionManager all, TypedSessions.Storage.SessionKey own) => all.RemoveOthersAsync(\"a\", own).AsTask()")]
    public Task TSES051_is_silent_where_the_program_ends_other_sessions(string setUp)
        => Rule.Verify(Source("ChangePasswordAsync", "services.AddTypedSessions(); " + setUp));

    [Fact]
    public Task TSES051_is_silent_in_a_project_that_does_not_set_up_sessions()
        => Rule.Verify(Source("ChangePasswordAsync", "services.AddControllers()"));

    [Fact]
    public Task TSES051_is_silent_about_methods_of_other_types()
        => Rule.Verify("""
            using Microsoft.Extensions.DependencyInjection;

            class Vault
            {
                public Task ChangePasswordAsync(string next) => Task.CompletedTask;

                Task Change() => ChangePasswordAsync("next");

                static void Add(IServiceCollection services) => services.AddTypedSessions();
            }

            [SessionModel]
            public partial class Shop;
            """);

    private static string Source(string change, string setUp) => Account.Replace("CHANGE", change).Replace("ADD", setUp);
}
