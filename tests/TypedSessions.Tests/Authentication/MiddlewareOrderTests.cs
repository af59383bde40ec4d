using Microsoft.AspNetCore.Builder;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>Sign-ins are safe in every order of the middleware.</summary>
public sealed class MiddlewareOrderTests
{
    private const string Sessions = "sessions", Authentication = "authentication", Routing = "routing", Authorization = "authorization";

    public static TheoryData<string, string, bool> Orders
    {
        get
        {
            var orders = new TheoryData<string, string, bool>();
            foreach (var order in Permute([Sessions, Authentication, Routing, Authorization]).Where(IsPossible))
            {
                // ASP.NET Core itself requires these two orders, because authorization needs an endpoint and a user.
                foreach (var style in new[] { LoginSite.Cookie, LoginSite.Identity, LoginSite.External, LoginSite.OpenId })
                {
                    orders.Add(string.Join(' ', order), style, false);
                    orders.Add(string.Join(' ', order), style, true);
                }
            }

            return orders;
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_login_gives_a_new_id_and_an_owner_and_keeps_the_values(string order, string style, bool keepsTickets)
    {
        await using var site = await StartAsync(order, style, keepsTickets);
        using var attacker = site.Open();
        await attacker.ReadAsync("/set/book");
        using var victim = attacker.Copy();

        await victim.LoginAsync("ada");
        Assert.Equal("ada", await victim.ReadAsync("/me"));
        Assert.Equal("book", await victim.ReadAsync("/get"));
        Assert.Equal("id-ada", await victim.ReadAsync("/owner"));
        await victim.ReadAsync("/set/jewels");

        Assert.NotEqual(attacker.Token, victim.Token);
        Assert.Equal("none", await attacker.ReadAsync("/get"));
        Assert.Equal("nobody", await attacker.ReadAsync("/owner"));
        Assert.Equal("jewels", await victim.ReadAsync("/get"));
        Assert.Equal("id-ada", await victim.ReadAsync("/owner"));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Another_user_of_the_browser_does_not_read_values_of_the_previous_one(string order, string style, bool keepsTickets)
    {
        await using var site = await StartAsync(order, style, keepsTickets);
        using var browser = site.Open();
        await browser.LoginAsync("ada");
        await browser.ReadAsync("/set/jewels");

        await browser.LoginAsync("bob");

        Assert.Equal("none", await browser.ReadAsync("/get"));
        Assert.Equal("id-bob", await browser.ReadAsync("/owner"));
    }

    private static Task<TestSite> StartAsync(string order, string style, bool keepsTickets) => LoginSite.StartAsync(
        style,
        sessions: sessions => _ = keepsTickets ? sessions.KeepTicketsInSession(LoginSite.GetScheme(style)) : sessions,
        pipeline: app =>
        {
            foreach (var middleware in order.Split(' '))
            {
                _ = middleware switch
                {
                    Sessions => app.UseTypedSessions(),
                    Authentication => app.UseAuthentication(),
                    Routing => app.UseRouting(),
                    _ => app.UseAuthorization(),
                };
            }
        });

    private static bool IsPossible(string[] order)
        => Array.IndexOf(order, Authorization) > Math.Max(Array.IndexOf(order, Authentication), Array.IndexOf(order, Routing));

    private static IEnumerable<string[]> Permute(string[] items)
        => items.Length == 1
            ? [items]
            : items.SelectMany(item => Permute([.. items.Where(other => other != item)]).Select(rest => (string[])[item, .. rest]));
}
