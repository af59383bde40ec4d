using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using TypedSessions.Tests.Http.Caching;
using TypedSessions.Tests.Testing;

namespace TypedSessions.Tests.Authentication;

/// <summary>
/// Logins with caches, in many orders of the six middlewares: no user gets values of another one, by a planted token or from a cache.
/// </summary>
public sealed class LoginOrderTests
{
    private const int OrdersPerLogin = 6;

    private const string SessionCookie = "__Host-session", Account = "/account", Who = "/who", Anonymous = "nobody";

    private static readonly string[] Styles = [LoginSite.Cookie, LoginSite.Identity, LoginSite.External, LoginSite.OpenId];

    private static readonly (string Name, Action<IApplicationBuilder> Use)[][] Orders = [.. CachedSite.Permute(CachedSite.Middleware)];

    public static TheoryData<string, bool> Logins => new MatrixTheoryData<string, bool>(Styles, [false, true]);

    [Theory]
    [MemberData(nameof(Logins))]
    public async Task No_order_of_the_middleware_exposes_the_data_of_a_user_to_another(string style, bool keepsTickets)
    {
        await using var site = CreateSite(style, keepsTickets);
        var problems = new List<string>();
        var rounds = 0;

        foreach (var number in GetOrders(style, keepsTickets))
        {
            using var server = await site.StartAsync(Orders[number].Select(static step => step.Use));
            var round = new Round(server, new Uri($"https://site{++rounds}.test"), GetPages(Orders[number], keepsTickets));
            await round.VisitAsync(isAttackerSignedIn: (number + Array.IndexOf(Styles, style)) % 2 == 0);
            problems.AddRange(
                round.Problems.Select(problem => $"{string.Join(", ", Orders[number].Select(static step => step.Name))}: {problem}"));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{rounds} rounds, {problems.Count} problems");
        Assert.True(problems.Count == 0, $"{problems.Count} problems in {rounds} rounds:\n{string.Join('\n', problems.Take(40))}");
    }

    private static CachedSite CreateSite(string style, bool keepsTickets) => CachedSite.Create(
        sessions =>
        {
            sessions.UseMemory();
            LoginSite.AddLogin(sessions.Services, style);
            _ = keepsTickets ? sessions.KeepTicketsInSession(LoginSite.GetScheme(style)) : sessions;
        },
        endpoints =>
        {
            LoginSite.Map(endpoints, style);
            endpoints.MapGet("/name/{value}", (string value, ISession session) => session.SetString("name", value));
            endpoints.MapGet(Account, (ISession session, HttpResponse response) => Publish(response, session.GetString("name")))
                .RequireAuthorization().CacheOutput();
            endpoints.MapGet(Who, (HttpContext context) => Publish(context.Response, context.User.Identity?.Name)).CacheOutput();
        });

    private static string Publish(HttpResponse response, string? text)
    {
        response.Headers.CacheControl = "public, max-age=60";
        return text ?? Anonymous;
    }

    // A sample of the orders, another one for each login.
    private static IEnumerable<int> GetOrders(string style, bool keepsTickets)
    {
        var count = Math.Min(LongForm.Orders(OrdersPerLogin), Orders.Length);
        var first = (Array.IndexOf(Styles, style) * 2) + (keepsTickets ? 1 : 0);
        return Enumerable.Range(0, count).Select(step => ((step * Orders.Length / count) + (first * 13)) % Orders.Length);
    }

    // ASP.NET Core requires authorization after authentication and routing. A page that shows the user without using the session
    // depends on the session only if it contains the ticket.
    private static Page[] GetPages((string Name, Action<IApplicationBuilder>)[] order, bool keepsTickets)
    {
        var names = order.Select(static step => step.Name).ToList();
        var isAuthorized = names.IndexOf("authorization") > Math.Max(names.IndexOf("authentication"), names.IndexOf("routing"));
        return
        [
            .. CachedPagesController.Kept.Select(static page => new Page($"/pages/{page}", IsAlwaysAnswered: true)),
            .. CachedPagesController.Refused.Select(static page => new Page($"/pages/{page}", IsAlwaysAnswered: false)),
            .. isAuthorized ? [new Page(Account, IsAlwaysAnswered: false)] : Array.Empty<Page>(),
            .. keepsTickets ? [new Page(Who, IsAlwaysAnswered: false)] : Array.Empty<Page>(),
        ];
    }

    private sealed record Page(string Path, bool IsAlwaysAnswered);

    // The name in the session, and that of the user if it is another one.
    private sealed record Visit(Browser Browser, string Name = Anonymous, string? User = null);

    /// <summary>Visitors of a site with one order of the middleware.</summary>
    private sealed class Round(DirectServer server, Uri address, Page[] pages)
    {
        public List<string> Problems { get; } = [];

        public async Task VisitAsync(bool isAttackerSignedIn)
        {
            try
            {
                await FixateAsync(isAttackerSignedIn);
            }
            catch (Exception exception)
            {
                Problems.Add(exception.ToString());
            }
        }

        private async Task FixateAsync(bool isAttackerSignedIn)
        {
            using var anonymous = Open();
            using var bob = Open();
            await bob.LoginAsync("bob");
            await bob.ReadAsync("/name/bob");
            using var attacker = Open();
            if (isAttackerSignedIn)
            {
                await attacker.LoginAsync("eve");
            }

            await attacker.ReadAsync("/name/eve");
            using var victim = Open();
            victim.Cookies[SessionCookie] = attacker.Token!;
            await victim.LoginAsync("ada");
            await victim.ReadAsync("/name/ada");
            await VisitAsync(new(victim, "ada"), new(attacker), new(bob, "bob"), new(anonymous), new(victim, "ada"));

            using var left = victim.Copy();
            await victim.LoginAsync("carl");
            await VisitAsync(new(victim, User: "carl"), new(left));
            await victim.ReadAsync("/name/carl");
            await VisitAsync(new(victim, "carl"), new(left));

            using var stolen = victim.Copy();
            await victim.ReadAsync("/logout");
            await VisitAsync(new(victim), new(stolen));
            await CheckThatCachesStoreAsync(victim, bob);
        }

        private async Task VisitAsync(params Visit[] visits)
        {
            foreach (var page in pages)
            {
                foreach (var visit in visits)
                {
                    using var response = await visit.Browser.GetAsync(page.Path);
                    var text = await GetTextAsync(response);
                    if (IsProblem(page, visit, text, response))
                    {
                        Problems.Add(
                            $"{page.Path}, {visit.Name}: got '{text}' with {(int)response.StatusCode} "
                            + $"and '{response.Headers.CacheControl}'");
                    }
                }
            }
        }

        private static bool IsProblem(Page page, Visit visit, string text, HttpResponseMessage response) => page.IsAlwaysAnswered
            ? text != visit.Name || response.Headers.CacheControl is not { Private: true, Public: false }
            : text != "" && text != Anonymous && text != (page.Path == Who ? visit.User ?? visit.Name : visit.Name);

        private async Task CheckThatCachesStoreAsync(Browser first, Browser second)
        {
            const string plain = $"/pages/{nameof(CachedPagesController.Plain)}";
            if (await first.ReadAsync(plain) != await second.ReadAsync(plain))
            {
                Problems.Add("No cache stores a page that it may store.");
            }
        }

        private static async Task<string> GetTextAsync(HttpResponseMessage response)
            => response.Headers.TryGetValues(CachedPagesController.NameHeader, out var names)
                ? string.Concat(names)
                : await response.Content.ReadAsStringAsync();

        private Browser Open() => new(address, new DirectHandler(server));
    }
}
