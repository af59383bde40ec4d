using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Engines.Memory;
using TypedSessions.Storage;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Accounts;

/// <summary>A site with ASP.NET Core Identity. A change of the security stamp ends a user's other sessions.</summary>
internal static class IdentitySite
{
    public static Task<TestSite> StartAsync(
        Action<TypedSessionsOptions>? options = null,
        Action<IdentityBuilder>? identity = null,
        Func<TimeProvider, ISessionEngine>? engine = null,
        bool keepsTickets = true,
        Action<WebApplication>? endpoints = null)
        => TestSite.StartAsync(
            app =>
            {
                app.UseAuthentication();
                endpoints?.Invoke(app);
                app.MapGet("/me", static (HttpContext context) => context.User.Identity?.Name ?? "nobody");
                app.MapGet("/owner", static (ISession session) => session.Owner);
                app.MapGet("/login/{name}", static async (
                    string name, UserManager<Account> users, SignInManager<Account> signIn, bool remember = false)
                    => await signIn.SignInAsync((await users.FindByNameAsync(name))!, remember));
                app.MapGet("/change/{change}", static async (
                    string change, HttpContext context, UserManager<Account> users, SignInManager<Account> signIn, bool refresh = true) =>
                {
                    var user = (await users.GetUserAsync(context.User))!;
                    var result = await AccountList.Changes.GetValueOrDefault(change, AccountList.FailingChange)(users, user);
                    if (refresh)
                    {
                        await signIn.RefreshSignInAsync(user);
                    }

                    return result.ToString();
                });
                app.MapGet("/lock-out/{name}", static async (string name, UserManager<Account> users)
                    => (await users.RemovePasswordAsync((await users.FindByNameAsync(name))!)).ToString());
            },
            options,
            (services, sessions) =>
            {
                services.AddSingleton<AccountList>();
                services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
                var builder = services.AddIdentityCore<Account>(static it => it.Password = new PasswordOptions
                {
                    RequireDigit = false,
                    RequireNonAlphanumeric = false,
                    RequireUppercase = false,
                    RequireLowercase = false,
                });
                builder.AddSignInManager().AddUserStore<AccountStore>().AddDefaultTokenProviders().EndOthersOnSecurityStampChange();
                identity?.Invoke(builder);
                services.ConfigureApplicationCookie(static it => it.Cookie.SecurePolicy = CookieSecurePolicy.None);
                sessions.UseEngine(provider => (engine ?? (static clock => new MemorySessionEngine(clock)))(
                    provider.GetRequiredService<TimeProvider>()));
                if (keepsTickets)
                {
                    sessions.KeepTicketsInSession(IdentityConstants.ApplicationScheme);
                }
            });
}
